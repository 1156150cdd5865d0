package io.marquee.localstack.testing;

import io.marquee.localstack.process.CommandOutput;

/** What can be tested of signals here. */
public final class Signals {

    private static final int CAUGHT = 5;

    private Signals() {}

    /**
     * Whether a program started from here can react to a signal. One that is ignored when a program begins stays ignored in
     * its children, and a shell without job control ignores SIGINT in what it runs in the background.
     *
     * @param signal for example {@code INT}
     */
    public static boolean canBeCaught(String signal) {
        return CommandOutput.of(
                                "sh",
                                "-c",
                                "trap 'exit " + CAUGHT + "' " + signal + "; kill -" + signal + " $$; exit 0")
                        .exitCode()
                == CAUGHT;
    }
}

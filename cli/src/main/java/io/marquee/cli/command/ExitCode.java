package io.marquee.cli.command;

/** How a command ends, for scripts. */
public final class ExitCode {

    public static final int OK = 0;

    /** What was asked for was not done; standard error says why. */
    public static final int FAILED = 1;

    /** The command line is not understood. */
    public static final int USAGE = 2;

    /** The suite, or the part of it that would have to answer, is not there. */
    public static final int NOT_REACHABLE = 3;

    private ExitCode() {}
}

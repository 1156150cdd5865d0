package io.marquee.localstack.embedded;

import io.marquee.localstack.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How one part is run as a process; everything the parts have in common is in {@link PartRunner}. */
interface EmbeddedPart {

    Part part();

    /**
     * Makes the data folder fit for a start, whatever state a crash has left it in, and returns the command line.
     *
     * @param port where the part has to listen
     */
    List<String> prepare(int port);

    /** Texts that occur together in this process's command line and in no other: the program and a path of the stack. */
    List<String> marks();

    /** The folder the process works in. */
    Path workingFolder();

    /** The signal that asks for an orderly end. */
    default String stopSignal() {
        return "TERM";
    }

    /** How long an orderly end may take. */
    default Duration stopGrace() {
        return Duration.ofSeconds(15);
    }

    /** Whether the part itself says that it is ready, where an answer on its port is not yet all. */
    default boolean announcedReady() {
        return true;
    }

    /** Whether the log of a failed start says that another attempt a moment later will succeed. */
    default boolean worthAnotherTry(String logTail) {
        return false;
    }
}

package io.marquee.localstack.suite;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known about one part or service.
 *
 * @param port where it listens, or would
 * @param pid empty when it does not run
 * @param residentBytes physical memory of the process and its children; 0 when it does not run
 * @param uptime zero when it does not run
 */
public record ProcessStatus(
        String name, State state, int port, Optional<Long> pid, long residentBytes, Duration uptime) {

    /** From best to worst. */
    public enum State {
        /** It runs and answers. */
        READY,
        /** It runs and does not answer, or says that it cannot work yet. */
        NOT_READY,
        /** It was started and is gone without having been stopped. */
        DEAD,
        /** It does not run, and nobody says it should. */
        STOPPED
    }
}

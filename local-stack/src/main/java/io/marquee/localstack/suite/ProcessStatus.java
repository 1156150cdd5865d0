package io.marquee.localstack.suite;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one part or service.
 *
 * @param port where it listens, or would
 * @param pid empty when it does not run
 * @param residentBytes physical memory of the process and its children; 0 when it does not run
 * @param uptime zero when it does not run
 * @param failingChecks the names of the health checks on which it waits before it is ready
 */
public record ProcessStatus(
        String name,
        State state,
        int port,
        Optional<Long> pid,
        long residentBytes,
        Duration uptime,
        List<String> failingChecks) {

    public ProcessStatus {
        failingChecks = List.copyOf(failingChecks);
    }

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

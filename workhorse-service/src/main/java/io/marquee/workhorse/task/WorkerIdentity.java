package io.marquee.workhorse.task;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which process carries out a try.
 *
 * @param startedAt tells the process from an earlier one that had the same number
 */
record WorkerIdentity(String host, long pid, Instant startedAt) {

    /** Start times are read from the operating system with a coarse clock. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** This process. */
    static WorkerIdentity current(Optional<String> host) {
        ProcessHandle self = ProcessHandle.current();
        Instant startedAt = self.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.MILLIS);
        return new WorkerIdentity(host.orElseGet(WorkerIdentity::hostName), self.pid(), startedAt);
    }

    /** Whether that process, of this machine, does not run any more. */
    boolean isGone() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) > 0)
                .orElse(true);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return host + ":" + pid;
    }
}

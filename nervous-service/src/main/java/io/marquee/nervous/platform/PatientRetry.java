package io.marquee.nervous.platform;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Repeats work until it succeeds, with growing pauses: for consumers that must not acknowledge what they could not store,
 * and that have nothing better to do while the database is away.
 */
public final class PatientRetry {

    private static final Logger LOG = Logger.getLogger(PatientRetry.class);

    private final Duration firstPause;
    private final Duration longestPause;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * @param firstPause pause after the first failure; doubled after each further one
     * @param longestPause the most that a pause grows to
     */
    public PatientRetry(Duration firstPause, Duration longestPause) {
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /**
     * Runs the work until it returns.
     *
     * @param purpose what the work does, for the log, for example {@code "store predictions"}
     * @throws IllegalStateException when the service stops before the work has succeeded
     */
    public void untilDone(String purpose, Runnable work) {
        Duration pause = firstPause;
        int failures = 0;
        while (true) {
            try {
                work.run();
                if (failures > 0) {
                    LOG.infof("%s: succeeded after %d failures", purpose, failures);
                }
                return;
            } catch (RuntimeException e) {
                failures++;
                LOG.warnf("%s: failed %d times, next try in %s: %s", purpose, failures, pause, e.getMessage());
                sleep(purpose, pause);
                pause = pause.multipliedBy(2).compareTo(longestPause) < 0 ? pause.multipliedBy(2) : longestPause;
            }
        }
    }

    /** Lets the work under way finish, but starts no further try. */
    public void stop() {
        stopping.set(true);
    }

    private void sleep(String purpose, Duration pause) {
        try {
            for (long left = pause.toMillis(); left > 0 && !stopping.get(); left -= 100) {
                Thread.sleep(Math.min(left, 100));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(purpose + ": interrupted before it succeeded", e);
        }
        if (stopping.get()) {
            throw new IllegalStateException(purpose + ": the service stops before it succeeded");
        }
    }
}

package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.RedisException;
import java.time.Duration;

/** Tries again while Redis does not answer, with growing pauses, for a limited time. */
final class Persistence {

    /** Something to do with Redis that may be done again. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws RedisException;
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Persistence() {}

    /**
     * Does it.
     *
     * @throws RedisException the last failure, when time is up; a refusal at once
     */
    static <T> T of(Duration patience, Work<T> work) throws RedisException {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return work.run();
            } catch (RedisException e) {
                if (!e.isPassing() || System.nanoTime() + pause.toNanos() - deadline > 0) {
                    throw e;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw RedisException.passing("waiting for Redis was interrupted");
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}

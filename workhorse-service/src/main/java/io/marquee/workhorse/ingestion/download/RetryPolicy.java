package io.marquee.workhorse.ingestion.download;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts and when to give up: the pause doubles up to a limit and is cut by up to half at random, so
 * that many clients of a server that was down do not come back at the same moment.
 *
 * @param attempts how many in a row may bring nothing
 */
record RetryPolicy(int attempts, Duration backoff, Duration maxBackoff) {

    /** A server that asks for more patience than this is not waited for. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);

    /**
     * The pause after a failure.
     *
     * @param failures how many in a row, from 1
     * @param retryAfter what the server asked for
     * @return empty when it is time to give up
     */
    Optional<Duration> pause(int failures, Optional<Duration> retryAfter, RandomGenerator random) {
        if (failures >= attempts || retryAfter.isPresent() && retryAfter.get().compareTo(MAX_RETRY_AFTER) > 0) {
            return Optional.empty();
        }
        if (retryAfter.isPresent()) {
            return retryAfter;
        }
        long limit = Math.min(maxBackoff.toMillis(), backoff.toMillis() << Math.min(failures - 1, 20));
        return Optional.of(Duration.ofMillis(limit - (limit < 2 ? 0 : random.nextLong(limit / 2))));
    }
}

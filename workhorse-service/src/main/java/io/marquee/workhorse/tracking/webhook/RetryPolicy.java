package io.marquee.workhorse.tracking.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery that failed is tried again: after {@code first}, twice that, four times that, up to {@code longest}, each
 * with up to half as much on top, which is drawn from the seed, so that receivers that come back are not met by all at once.
 *
 * @param attempts how often at most, the first time included
 */
record RetryPolicy(int attempts, Duration first, Duration longest, long seed) {

    /** Answers that may be different the next time, as MLflow sees it. */
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

    RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("a delivery is attempted at least once, got: " + attempts);
        }
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "waits must be positive and grow, got: from " + first + " to " + longest);
        }
    }

    /**
     * The wait before the next attempt; empty when there is none.
     *
     * @param made attempts so far, at least 1
     * @param status the answer's; null when there was none
     * @param retryAfter what the receiver asks for, of which {@code longest} is granted; null when it asks for nothing
     */
    Optional<Duration> next(long delivery, int made, @Nullable Integer status, @Nullable Duration retryAfter) {
        if (made >= attempts || status != null && !PASSING.contains(status)) {
            return Optional.empty();
        }
        long wait = Math.min(longest.toMillis(), first.toMillis() << Math.min(made - 1, 30));
        long jitter = new SplittableRandom(seed ^ delivery * 0x9E3779B97F4A7C15L ^ made).nextLong(wait / 2 + 1);
        long asked = retryAfter == null ? 0 : Math.min(longest.toMillis(), retryAfter.toMillis());
        return Optional.of(Duration.ofMillis(Math.max(wait + jitter, asked)));
    }
}

package io.marquee.controltower.orchestration.run;

import java.time.Duration;

/**
 * What follows a try that did not succeed.
 *
 * @param delay the wait between a failed try and the next
 * @param mostLosses how many lost tries cost no retry; a task that takes its workers down with it must come to an end
 */
public record RetryPolicy(Duration delay, int mostLosses) {

    public RetryPolicy {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, got: " + delay);
        }
        if (mostLosses < 0) {
            throw new IllegalArgumentException("mostLosses must not be negative, got: " + mostLosses);
        }
    }
}

package io.marquee.workhorse.platform;

import java.time.Duration;

/** Pauses between tries: each is twice the one before, up to the longest. Not for several threads. */
public final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    /** How long to wait before the next try. */
    public Duration next() {
        Duration now = next;
        Duration twice = now.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return now;
    }

    /** A try has succeeded: the next pause is a short one again. */
    public void reset() {
        next = FIRST;
    }
}

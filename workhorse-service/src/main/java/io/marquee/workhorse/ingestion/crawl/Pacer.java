package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the interval from the start of one request to the start of the next: however long an answer takes, the next request
 * starts in the next slot, so a steady crawl is as fast as the interval allows.
 */
final class Pacer {

    private final CrawlClock clock;
    private final Duration interval;
    private @Nullable Instant lastStart;

    Pacer(CrawlClock clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
    }

    /**
     * Waits for the next slot, and at least for {@code pause}.
     *
     * @return how long it waited
     */
    Duration await(Duration pause) throws InterruptedException {
        Instant now = clock.now();
        Instant slot = now.plus(pause);
        Instant last = lastStart;
        if (last != null && last.plus(interval).isAfter(slot)) {
            slot = last.plus(interval);
        }
        Duration wait = Duration.between(now, slot);
        if (wait.isPositive()) {
            clock.sleep(wait);
        }
        Instant start = clock.now();
        lastStart = start;
        return Duration.between(now, start);
    }
}

package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a failed attempt: exponential backoff with full jitter, that is a time drawn evenly from zero to
 * the limit, which doubles with each attempt (M. Brooker, "Exponential Backoff and Jitter", 2015). What the API itself asks
 * for comes first.
 */
final class Backoff {

    private final CrawlSettings settings;
    private final RandomGenerator random;

    Backoff(CrawlSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** The wait after that attempt, from 1. */
    Duration after(int attempt, @Nullable Duration asked) {
        if (asked != null) {
            return asked.compareTo(settings.retryAfterCap()) > 0 ? settings.retryAfterCap() : asked;
        }
        long limit = Math.min(
                settings.backoffCap().toMillis(), settings.backoffBase().toMillis() << Math.min(attempt - 1, 20));
        return limit <= 0 ? Duration.ZERO : Duration.ofMillis(random.nextLong(limit + 1));
    }
}

package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;

/**
 * How politely and how patiently an API is asked.
 *
 * @param interval from the start of one request to the start of the next
 * @param attempts at one step before the crawl gives up, at least 1
 * @param backoffBase the longest wait before the second attempt; doubled for each further one
 * @param backoffCap the longest such wait
 * @param retryAfterCap the longest that an API's {@code Retry-After} is obeyed
 */
public record CrawlSettings(
        Duration interval, int attempts, Duration backoffBase, Duration backoffCap, Duration retryAfterCap) {

    public CrawlSettings {
        requireNotNegative("interval", interval);
        requireNotNegative("backoffBase", backoffBase);
        requireNotNegative("backoffCap", backoffCap);
        requireNotNegative("retryAfterCap", retryAfterCap);
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, got: " + attempts);
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, got: " + value);
        }
    }
}

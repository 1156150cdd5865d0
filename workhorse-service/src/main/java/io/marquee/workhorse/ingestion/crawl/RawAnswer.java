package io.marquee.workhorse.ingestion.crawl;

import org.jspecify.annotations.Nullable;

/**
 * What an API sent back, not yet looked at.
 *
 * @param contentType the header, null when there was none
 * @param retryAfter the header, null when there was none
 * @param body as received
 */
public record RawAnswer(
        int status, @Nullable String contentType, @Nullable String retryAfter, byte[] body) {}

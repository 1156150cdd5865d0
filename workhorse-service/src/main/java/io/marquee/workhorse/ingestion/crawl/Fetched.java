package io.marquee.workhorse.ingestion.crawl;

import java.time.Instant;
import java.util.List;

/** How fetching one step ended. */
public sealed interface Fetched {

    /** There is an answer to keep. */
    record Answered(int status, byte[] body, Instant at, List<String> next) implements Fetched {}

    /** The API has no such thing (any more). */
    record Missing(int status, byte[] body, Instant at, String reason) implements Fetched {}

    /** The crawl cannot go on; the reason is for people. */
    record Failed(String reason) implements Fetched {}

    /** The crawl was asked to stop meanwhile. */
    record Interrupted() implements Fetched {}
}

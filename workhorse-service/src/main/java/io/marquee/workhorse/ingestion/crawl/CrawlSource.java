package io.marquee.workhorse.ingestion.crawl;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An API that can be crawled. Each is a bean. */
public interface CrawlSource {

    /**
     * A crawl that ended well.
     *
     * @param params as {@link CrawlSource#resolve} made them
     */
    record Past(Map<String, Object> params, Instant createdAt) {}

    /** Name in requests, tables and archive, for example {@code tmdb}. */
    String name();

    /**
     * Checks a request and fills in everything that it leaves open, so that the crawl is the same whenever it goes on.
     *
     * @param request the JSON object that was sent, without {@code source}
     * @param past crawls of this source that ended well, newest first
     * @return JSON values, with all that {@link #open} needs and nothing secret
     * @throws io.marquee.contract.problem.ProblemException naming the field that is wrong, or what is missing in the settings
     */
    Map<String, Object> resolve(Map<String, Object> request, List<Past> past, Instant now);

    /** Gets ready to ask. */
    CrawlTarget open(Map<String, Object> params);
}

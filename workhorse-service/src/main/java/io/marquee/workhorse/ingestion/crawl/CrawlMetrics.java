package io.marquee.workhorse.ingestion.crawl;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** What crawls do, as meters with the label {@code source}. */
@ApplicationScoped
class CrawlMetrics {

    /** Requests sent. Flat while {@code crawls_running} is 1: the API does not answer, or asks to wait. */
    static final String REQUESTS = "ingestion_crawl_requests";

    /** Attempts that failed and are made again. Alert when it grows by more than a tenth of the requests for an hour. */
    static final String RETRIES = "ingestion_crawl_retries";

    /** Seconds of waiting. Close to real time for a healthy crawl: it is limited by its interval alone. */
    static final String WAITED = "ingestion_crawl_waited_seconds";

    /** Ended crawls by {@code state}. Alert on {@code failed}: the crawl's error says what to do. */
    static final String ENDED = "ingestion_crawls_ended";

    private final MeterRegistry meters;

    CrawlMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void requested(String source) {
        meters.counter(REQUESTS, "source", source).increment();
    }

    void retried(String source) {
        meters.counter(RETRIES, "source", source).increment();
    }

    void waited(String source, Duration time) {
        meters.counter(WAITED, "source", source).increment(time.toNanos() / 1e9);
    }

    void ended(String source, Crawl.State state) {
        meters.counter(ENDED, "source", source, "state", state.wireName()).increment();
    }
}

package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;

/** Is told what a crawl does, attempt by attempt. */
public interface CrawlObserver {

    /** A wait for the next slot or for an API that needs time. */
    void waited(Duration time);

    /** A request is about to start. */
    void requested();

    /** An attempt failed and is made again. */
    void retried(String step, int attempt, String reason);
}

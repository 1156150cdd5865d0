package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;
import java.time.Instant;

/** The time by which a crawl is paced. */
public interface CrawlClock {

    /** Now; never goes back, whatever happens to the machine's clock. */
    Instant now();

    /** Waits that long, or shorter when the crawl is to stop. */
    void sleep(Duration time) throws InterruptedException;

    /** Whether the crawl is to stop at the next place where it can. */
    boolean stopRequested();
}

package io.marquee.workhorse.ingestion.crawl;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real time, and a way to end all waiting. Instants go on from the clock's at the start by the monotonic timer. */
public final class SystemCrawlClock implements CrawlClock {

    private final Instant start;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch stop = new CountDownLatch(1);

    public SystemCrawlClock(Clock clock) {
        this.start = clock.instant();
    }

    @Override
    public Instant now() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        // True when it is to stop; the caller looks at that itself.
        boolean ignored = stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean stopRequested() {
        return stop.getCount() == 0;
    }

    /** Lets the crawl end where it is. */
    public void requestStop() {
        stop.countDown();
    }
}

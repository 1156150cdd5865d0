package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping and by {@link #pass}. */
public final class FakeCrawlClock implements CrawlClock {

    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now;
    private boolean stop;

    public FakeCrawlClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time);
    }

    @Override
    public boolean stopRequested() {
        return stop;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public void requestStop() {
        stop = true;
    }

    public List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}

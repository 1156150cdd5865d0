package io.marquee.workhorse.ingestion.crawl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a crawl has done so far, those parts included that an earlier worker did. */
final class CrawlTally implements CrawlObserver {

    private static final int KEPT_PROBLEMS = 20;

    private final CrawlMetrics metrics;
    private final CrawlClock clock;
    private final String source;
    private final Crawl before;
    private final Instant start;
    private final Deque<Crawl.Problem> problems;
    private long requests;
    private long retries;
    private Duration waited = Duration.ZERO;

    CrawlTally(Crawl before, CrawlClock clock, CrawlMetrics metrics) {
        this.before = before;
        this.clock = clock;
        this.metrics = metrics;
        this.source = before.source();
        this.start = clock.now();
        this.problems = new ArrayDeque<>(before.problems());
    }

    @Override
    public synchronized void waited(Duration time) {
        waited = waited.plus(time);
        metrics.waited(source, time);
    }

    @Override
    public synchronized void requested() {
        requests++;
        metrics.requested(source);
    }

    @Override
    public synchronized void retried(String step, int attempt, String reason) {
        retries++;
        metrics.retried(source);
        problems.addFirst(new Crawl.Problem(clock.now(), step, attempt, reason));
        while (problems.size() > KEPT_PROBLEMS) {
            problems.removeLast();
        }
    }

    synchronized long requests() {
        return before.requests() + requests;
    }

    synchronized long retries() {
        return before.retries() + retries;
    }

    synchronized long waitedMillis() {
        return Math.round(before.waitedSeconds() * 1000) + waited.toMillis();
    }

    synchronized long activeMillis() {
        return Math.round(before.activeSeconds() * 1000)
                + Math.max(0, Duration.between(start, clock.now()).toMillis());
    }

    synchronized List<Crawl.Problem> problems() {
        return new ArrayList<>(problems);
    }
}

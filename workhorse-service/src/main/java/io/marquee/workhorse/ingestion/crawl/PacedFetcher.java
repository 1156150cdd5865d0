package io.marquee.workhorse.ingestion.crawl;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Fetches one step after the other at the pace of the settings, and asks again where that may help. */
public final class PacedFetcher {

    private final CrawlTarget target;
    private final CrawlSettings settings;
    private final CrawlClock clock;
    private final CrawlObserver observer;
    private final AnswerPolicy policy;
    private final Pacer pacer;
    private final Backoff backoff;

    public PacedFetcher(CrawlTarget target, CrawlClock clock, RandomGenerator random, CrawlObserver observer) {
        this.target = target;
        this.settings = target.settings();
        this.clock = clock;
        this.observer = observer;
        this.policy = new AnswerPolicy(target);
        this.pacer = new Pacer(clock, settings.interval());
        this.backoff = new Backoff(settings, random);
    }

    /** Fetches a step, with as many attempts as the settings allow. */
    public Fetched fetch(String step) throws InterruptedException {
        Duration pause = Duration.ZERO;
        String lastReason = "";
        for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
            observer.waited(pacer.await(pause));
            if (clock.stopRequested()) {
                return new Fetched.Interrupted();
            }
            observer.requested();
            Duration asked;
            try {
                RawAnswer answer = target.fetch(step);
                Instant now = clock.now();
                switch (policy.judge(step, answer, now)) {
                    case Verdict.Take take -> {
                        return new Fetched.Answered(answer.status(), answer.body(), now, take.next());
                    }
                    case Verdict.Missing missing -> {
                        return new Fetched.Missing(answer.status(), answer.body(), now, missing.reason());
                    }
                    case Verdict.Stop stop -> {
                        return new Fetched.Failed(stop.reason());
                    }
                    case Verdict.Retry retry -> {
                        lastReason = retry.reason();
                        asked = retry.asked();
                    }
                }
            } catch (IOException e) {
                lastReason = target.redact(reason(e));
                asked = null;
            }
            if (attempt < settings.attempts()) {
                observer.retried(step, attempt, lastReason);
            }
            pause = backoff.after(attempt, asked);
        }
        return new Fetched.Failed(
                "%s did not answer %s in %d attempts, the last one failed with: %s. Resume the crawl once it works again; it goes on where it is."
                        .formatted(target.displayName(), step, settings.attempts(), lastReason));
    }

    private static String reason(IOException e) {
        @Nullable String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}

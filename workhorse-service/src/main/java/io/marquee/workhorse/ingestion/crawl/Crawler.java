package io.marquee.workhorse.ingestion.crawl;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Carries out one crawl: fetches its steps in order, keeps each answer before it goes on, and moves the answers to the
 * archive. What has been kept is never fetched again, whoever carries the crawl on.
 */
final class Crawler {

    private static final Logger LOG = Logger.getLogger(Crawler.class);

    /** How a run of a crawl ended. */
    sealed interface Outcome {

        /** Everything is fetched and archived. */
        record Complete() implements Outcome {}

        /** It cannot go on; the reason is for people. */
        record Failed(String reason) implements Outcome {}

        /** It was asked to stop. */
        record Stopped() implements Outcome {}
    }

    private final CrawlLedger ledger;
    private final CrawlSteps steps;
    private final CrawlArchive archive;

    Crawler(CrawlLedger ledger, CrawlSteps steps, CrawlArchive archive) {
        this.ledger = ledger;
        this.steps = steps;
        this.archive = archive;
    }

    /**
     * Goes on with a crawl until it is complete, fails or is asked to stop.
     *
     * @throws LeaseLostException when it was cancelled or taken over meanwhile
     */
    Outcome run(CrawlLease lease, CrawlTarget target, CrawlClock clock, RandomGenerator random, CrawlTally tally)
            throws InterruptedException {
        PacedFetcher fetcher = new PacedFetcher(target, clock, random, tally);
        try {
            // A worker that was killed may have left as many answers as make a part.
            archive.roll(lease, false);
            Optional<String> step = steps.nextPending(lease.crawlId());
            while (step.isPresent()) {
                switch (fetcher.fetch(step.get())) {
                    case Fetched.Answered answer -> steps.answered(lease, step.get(), answer, tally);
                    case Fetched.Missing missing -> {
                        LOG.debugf("crawl %s passes over %s: %s", lease.crawlId(), step.get(), missing.reason());
                        steps.missing(lease, step.get(), missing, tally);
                    }
                    case Fetched.Failed failed -> {
                        ledger.advance(lease, Crawl.Phase.FETCHING, tally);
                        return new Outcome.Failed(failed.reason());
                    }
                    case Fetched.Interrupted _ -> {
                        ledger.advance(lease, Crawl.Phase.FETCHING, tally);
                        return new Outcome.Stopped();
                    }
                }
                archive.roll(lease, false);
                step = steps.nextPending(lease.crawlId());
            }
            ledger.advance(lease, Crawl.Phase.ARCHIVING, tally);
            archive.roll(lease, true);
            return new Outcome.Complete();
        } catch (IOException e) {
            ledger.advance(lease, Crawl.Phase.ARCHIVING, tally);
            return new Outcome.Failed("The archive cannot be written: " + e.getMessage()
                    + ". No answer is lost; resume the crawl once the object store works again.");
        }
    }
}

package io.marquee.workhorse.ingestion.crawl;

import io.marquee.contract.id.EventId;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Carries out crawls in the thread of a test, by the time that the test gives, on the real database and object store. */
@ApplicationScoped
public class TestCrawls {

    private static final String WORKER = "test-worker";

    private final CrawlLedger ledger;
    private final CrawlSteps steps;
    private final CrawlArchive archive;
    private final CrawlMetrics metrics;

    TestCrawls(CrawlLedger ledger, CrawlSteps steps, CrawlArchive archive, CrawlMetrics metrics) {
        this.ledger = ledger;
        this.steps = steps;
        this.archive = archive;
        this.metrics = metrics;
    }

    /** Notes a crawl under a source that no worker of the service looks for; its archive is that of {@code source}. */
    public String create(String source, CrawlTarget target) {
        Instant now = Clock.systemUTC().instant();
        String crawlId = EventId.next(now);
        ledger.create(
                crawlId,
                source + "-" + crawlId,
                null,
                Map.of(),
                CrawlArchive.prefix(source, crawlId, now),
                target.firstSteps(),
                now);
        return crawlId;
    }

    /** Goes on with a crawl, whoever was at it, and ends it as the service would, but for the ingestion. */
    public Crawl run(String crawlId, CrawlTarget target, CrawlClock clock, long seed) throws InterruptedException {
        return run(crawlId, target, clock, seed, archive);
    }

    /** As {@link #run(String, CrawlTarget, CrawlClock, long)}, with an object store of the test and parts of that size. */
    public Crawl run(
            String crawlId, CrawlTarget target, CrawlClock clock, long seed, ObjectStore store, int partAnswers)
            throws InterruptedException {
        return run(crawlId, target, clock, seed, new CrawlArchive(steps, store, partAnswers));
    }

    public Crawl get(String crawlId) {
        return ledger.find(crawlId).orElseThrow();
    }

    private Crawl run(String crawlId, CrawlTarget target, CrawlClock clock, long seed, CrawlArchive archive)
            throws InterruptedException {
        ledger.requeue(crawlId);
        ledger.releaseAllOf(WORKER);
        CrawlLease lease = ledger.acquire(crawlId, WORKER).orElseThrow();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        CrawlTally tally = new CrawlTally(lease.crawl(), clock, metrics);
        switch (new Crawler(ledger, steps, archive).run(lease, target, clock, random, tally)) {
            case Crawler.Outcome.Complete _ -> ledger.end(lease, Crawl.State.SUCCEEDED, null, clock.now());
            case Crawler.Outcome.Failed failed -> ledger.end(lease, Crawl.State.FAILED, failed.reason(), clock.now());
            case Crawler.Outcome.Stopped _ -> ledger.release(lease);
        }
        return get(crawlId);
    }

    /** Every state that a crawl and its steps have in the database, as text; to look for what must not be there. */
    public List<String> everythingStored(Database database) {
        return database.query(
                "SELECT c::text FROM catalog.crawls c UNION ALL"
                        + " SELECT (crawl_id, step, convert_from(coalesce(body, ''), 'UTF8'))::text FROM catalog.crawl_steps",
                row -> row.getString(1));
    }
}

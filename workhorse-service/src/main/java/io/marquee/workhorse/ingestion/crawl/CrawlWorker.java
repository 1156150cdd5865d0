package io.marquee.workhorse.ingestion.crawl;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the crawls that wait: those that are queued, and those whose worker is gone. One of each source at a time,
 * over all instances.
 */
@ApplicationScoped
class CrawlWorker {

    private static final Logger LOG = Logger.getLogger(CrawlWorker.class);
    private static final long PATIENCE_AT_SHUTDOWN_SECONDS = 5;

    private record Running(CrawlLease lease, SystemCrawlClock clock) {}

    private final CrawlLedger ledger;
    private final Crawler crawler;
    private final CrawlIngestion ingestion;
    private final CrawlMetrics metrics;
    private final CrawlConfig config;
    private final Clock clock;
    private final Map<String, CrawlSource> sources = new TreeMap<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("crawl-", 0).factory());
    private volatile boolean stopping;

    CrawlWorker(
            CrawlLedger ledger,
            CrawlSteps steps,
            CrawlArchive archive,
            CrawlIngestion ingestion,
            CrawlMetrics metrics,
            CrawlConfig config,
            Clock clock,
            Instance<CrawlSource> sources) {
        this.ledger = ledger;
        this.crawler = new Crawler(ledger, steps, archive);
        this.ingestion = ingestion;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        sources.forEach(source -> this.sources.put(source.name(), source));
    }

    /** Takes every crawl that is to be had. */
    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void lookForWork() {
        for (CrawlSource source : sources.values()) {
            for (String crawlId : ledger.waiting(source.name())) {
                if (!stopping && !running.containsKey(crawlId)) {
                    ledger.acquire(crawlId, config.worker()).ifPresent(lease -> begin(source, lease));
                }
            }
        }
    }

    /** Lets a crawl of this instance end where it is; nothing happens when it is not here. */
    void stop(String crawlId) {
        Running here = running.get(crawlId);
        if (here != null) {
            here.clock().requestStop();
        }
    }

    void takeBack(@Observes StartupEvent event) {
        int left = ledger.releaseAllOf(config.worker());
        if (left > 0) {
            LOG.warnf("%d crawls were cut off by the end of the last run of this service and go on now", left);
        }
    }

    @Scheduled(every = "2s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renewLeases() {
        running.values().forEach(here -> {
            if (!ledger.renew(here.lease())) {
                here.clock().requestStop();
            }
        });
    }

    void stopAll(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        running.values().forEach(here -> here.clock().requestStop());
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_AT_SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }

    private void begin(CrawlSource source, CrawlLease lease) {
        Running here = new Running(lease, new SystemCrawlClock(clock));
        running.put(lease.crawlId(), here);
        threads.execute(() -> {
            try {
                carryOut(source, here);
            } catch (LeaseLostException e) {
                LOG.infof("crawl %s ends here: %s", lease.crawlId(), e.getMessage());
            } catch (InterruptedException e) {
                ledger.release(lease);
            } catch (Exception e) {
                breakOff(lease, e);
            } finally {
                running.remove(lease.crawlId());
                lookForNext();
            }
        });
    }

    private void carryOut(CrawlSource source, Running here) throws Exception {
        CrawlLease lease = here.lease();
        CrawlTally tally = new CrawlTally(lease.crawl(), here.clock(), metrics);
        LOG.infof(
                "crawl %s of %s: %d of %d steps done",
                lease.crawlId(),
                source.name(),
                lease.crawl().stepsDone(),
                lease.crawl().stepsTotal());
        Crawler.Outcome outcome;
        try (CrawlTarget target = source.open(lease.crawl().params())) {
            outcome = crawler.run(lease, target, here.clock(), random(), tally);
        }
        switch (outcome) {
            case Crawler.Outcome.Complete _ -> {
                ledger.advance(lease, Crawl.Phase.INGESTING, tally);
                Optional<String> failure = ingestion.ingest(lease);
                if (failure.isPresent() && stopping) {
                    // It failed because the service ends; the next worker ingests again.
                    ledger.release(lease);
                } else {
                    end(lease, failure.isEmpty() ? Crawl.State.SUCCEEDED : Crawl.State.FAILED, failure.orElse(null));
                }
            }
            case Crawler.Outcome.Failed failed -> end(lease, Crawl.State.FAILED, failed.reason());
            case Crawler.Outcome.Stopped _ -> ledger.release(lease);
        }
    }

    private void end(CrawlLease lease, Crawl.State state, @Nullable String error) {
        if (ledger.end(lease, state, error, clock.instant())) {
            metrics.ended(lease.crawl().source(), state);
            if (error == null) {
                LOG.infof("crawl %s %s", lease.crawlId(), state.wireName());
            } else {
                LOG.warnf("crawl %s %s: %s", lease.crawlId(), state.wireName(), error);
            }
        }
    }

    /**
     * What nobody expected. While the database or the object store is away the lease runs out and the crawl goes on by
     * itself; anything else would happen again at once, so it ends here and can be resumed.
     */
    private void breakOff(CrawlLease lease, Exception cause) {
        if (passes(cause)) {
            LOG.errorf(cause, "crawl %s broke off; it goes on when its lease has run out", lease.crawlId());
            return;
        }
        LOG.errorf(cause, "crawl %s broke off", lease.crawlId());
        try {
            end(lease, Crawl.State.FAILED, "an unexpected failure, logged with the crawl's id: " + cause);
        } catch (RuntimeException e) {
            LOG.errorf(e, "crawl %s could not be ended; it goes on when its lease has run out", lease.crawlId());
        }
    }

    static boolean passes(Exception cause) {
        return cause instanceof IOException
                || cause instanceof ProblemException problem && problem.type() == ProblemType.UNAVAILABLE;
    }

    private void lookForNext() {
        if (!stopping) {
            try {
                lookForWork();
            } catch (RuntimeException e) {
                LOG.debugf(e, "the next crawl starts when the schedule looks for it");
            }
        }
    }

    private RandomGenerator random() {
        RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of("L64X128MixRandom");
        return config.seed().isPresent() ? factory.create(config.seed().getAsLong()) : factory.create();
    }
}

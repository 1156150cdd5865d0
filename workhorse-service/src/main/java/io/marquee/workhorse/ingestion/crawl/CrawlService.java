package io.marquee.workhorse.ingestion.crawl;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Crawls as their users see them: asked for, looked at, resumed, cancelled. {@link CrawlWorker} carries them out. */
@ApplicationScoped
public class CrawlService {

    private final CrawlLedger ledger;
    private final CrawlWorker worker;
    private final Clock clock;
    private final Map<String, CrawlSource> sources = new TreeMap<>();

    CrawlService(CrawlLedger ledger, CrawlWorker worker, Clock clock, Instance<CrawlSource> sources) {
        this.ledger = ledger;
        this.worker = worker;
        this.clock = clock;
        sources.forEach(source -> this.sources.put(source.name(), source));
    }

    /**
     * Asks for a crawl. It starts when no other one of the same API runs.
     *
     * @param request what the source understands
     * @param requestedBy for whom, so that {@link #findRequestedBy} finds it; null when nobody will ask
     * @throws ProblemException naming what is wrong with the request
     */
    public Crawl start(@Nullable String source, Map<String, Object> request, @Nullable String requestedBy) {
        CrawlSource known = source == null ? null : sources.get(source);
        if (known == null) {
            throw ProblemException.invalid("source", source, "must be one of " + sources.keySet());
        }
        Instant now = clock.instant();
        Map<String, Object> params = known.resolve(request, ledger.succeeded(known.name()), now);
        String crawlId = EventId.next(now);
        try (CrawlTarget target = known.open(params)) {
            ledger.create(
                    crawlId,
                    known.name(),
                    requestedBy,
                    params,
                    CrawlArchive.prefix(known.name(), crawlId, now),
                    target.firstSteps(),
                    now);
        }
        worker.lookForWork();
        return get(crawlId);
    }

    /**
     * One crawl.
     *
     * @throws ProblemException when there is none
     */
    public Crawl get(String crawlId) {
        return ledger.find(crawlId).orElseThrow(() -> ProblemException.notFound("crawl_id", crawlId));
    }

    /** The crawl that was asked for under that name. */
    public Optional<Crawl> findRequestedBy(String requestedBy) {
        return ledger.findRequestedBy(requestedBy);
    }

    /** The newest crawls, newest first. */
    public List<Crawl> newest(int limit) {
        return ledger.newest(limit);
    }

    /**
     * Lets a failed or cancelled crawl go on where it is.
     *
     * @throws ProblemException when there is none or it is not one of these
     */
    public Crawl resume(String crawlId) {
        Crawl crawl = get(crawlId);
        if (!ledger.requeue(crawlId)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the crawl is " + crawl.state().wireName() + "; only a failed or cancelled one can be resumed");
        }
        worker.lookForWork();
        return get(crawlId);
    }

    /**
     * Ends a crawl that has not ended; it can be resumed.
     *
     * @throws ProblemException when there is none or it has ended
     */
    public Crawl cancel(String crawlId) {
        Crawl crawl = get(crawlId);
        if (!ledger.cancel(crawlId, clock.instant())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the crawl has ended already: " + crawl.state().wireName());
        }
        worker.stop(crawlId);
        return get(crawlId);
    }
}

package io.marquee.workhorse.ingestion.crawl;

import io.marquee.workhorse.ingestion.Ingestion;
import io.marquee.workhorse.ingestion.IngestionService;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Brings what a crawl has fetched into the catalogue, as an ingestion like any other. */
@ApplicationScoped
class CrawlIngestion {

    private final IngestionService ingestions;
    private final CrawlLedger ledger;

    CrawlIngestion(IngestionService ingestions, CrawlLedger ledger) {
        this.ingestions = ingestions;
        this.ledger = ledger;
    }

    /**
     * Ingests the crawl's archive and waits for the end. Nothing happens when an earlier worker got that far already.
     *
     * @return why it failed, for people; empty when it did not
     */
    Optional<String> ingest(CrawlLease lease) throws InterruptedException, ExecutionException {
        String earlier = lease.crawl().ingestionId();
        if (earlier != null && ingestions.get(earlier).state() == Ingestion.State.SUCCEEDED) {
            return Optional.empty();
        }
        IngestionService.Started started =
                ingestions.start(new IngestionRequest(lease.crawl().source(), lease.crawlId(), Map.of()), false);
        ledger.ingesting(lease, started.ingestionId());
        started.end().get();
        Ingestion ended = ingestions.get(started.ingestionId());
        return ended.state() == Ingestion.State.SUCCEEDED
                ? Optional.empty()
                : Optional.of("Everything is fetched and archived, but the ingestion " + ended.ingestionId()
                        + " failed: " + ended.error() + ". Resume the crawl to try it again.");
    }
}

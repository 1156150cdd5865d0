package io.marquee.workhorse.ingestion.crawl;

import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Moves the answers of a crawl from the database to the object store:
 * {@code raw/<source>/dt=<day>/<crawl>/steps-<first>-<last>.jsonl.gz}. The name of a part follows from what is in it, so a
 * part that is written again after a crash replaces its equal, and one that a worker writes too late does no harm.
 */
@ApplicationScoped
class CrawlArchive {

    private static final int AT_A_TIME = 50;

    private final CrawlSteps steps;
    private final ObjectStore store;
    private final int partAnswers;

    @Inject
    CrawlArchive(CrawlSteps steps, ObjectStore store, CrawlConfig config) {
        this(steps, store, config.partAnswers());
    }

    CrawlArchive(CrawlSteps steps, ObjectStore store, int partAnswers) {
        this.steps = steps;
        this.store = store;
        this.partAnswers = partAnswers;
    }

    /** Where a crawl that starts now keeps its parts. */
    static String prefix(String source, String crawlId, Instant now) {
        return "raw/" + source + "/dt=" + LocalDate.ofInstant(now, ZoneOffset.UTC) + "/" + crawlId + "/";
    }

    /** Writes parts while there are enough answers for one; the rest as well when {@code all}. */
    void roll(CrawlLease lease, boolean all) throws IOException {
        CrawlSteps.Span span = steps.unarchivedSpan(lease.crawlId(), partAnswers);
        while (span.count() == partAnswers || all && span.count() > 0) {
            CrawlSteps.Span part = span;
            String key = lease.crawl().archive() + "steps-%08d-%08d.jsonl.gz".formatted(part.first(), part.last());
            store.write(key, out -> write(lease.crawlId(), part, out));
            steps.archived(lease, part);
            span = steps.unarchivedSpan(lease.crawlId(), partAnswers);
        }
    }

    private void write(String crawlId, CrawlSteps.Span part, OutputStream out) throws IOException {
        GZIPOutputStream gzip = new GZIPOutputStream(out);
        long after = part.first() - 1;
        int written = 0;
        List<CrawlSteps.Unarchived> answers = steps.unarchived(crawlId, after, part.last(), AT_A_TIME);
        while (!answers.isEmpty()) {
            for (CrawlSteps.Unarchived answer : answers) {
                gzip.write(ArchivedAnswer.of(answer).toLine());
            }
            written += answers.size();
            after = answers.getLast().position();
            answers = steps.unarchived(crawlId, after, part.last(), AT_A_TIME);
        }
        if (written != part.count()) {
            // The part that is there has all of them and must not be replaced by this one.
            throw new IOException("another worker has archived the same answers meanwhile");
        }
        gzip.finish();
    }
}

package io.marquee.workhorse.ingestion.crawl;

import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final int FETCH = 50;

    private final CrawlSteps steps;
    private final ObjectStore store;
    private final CrawlConfig config;

    CrawlArchive(CrawlSteps steps, ObjectStore store, CrawlConfig config) {
        this.steps = steps;
        this.store = store;
        this.config = config;
    }

    /** Where a crawl that starts now keeps its parts. */
    static String prefix(String source, String crawlId, Instant now) {
        return "raw/" + source + "/dt=" + LocalDate.ofInstant(now, ZoneOffset.UTC) + "/" + crawlId + "/";
    }

    /** Writes parts while there are enough answers for one; the rest as well when {@code all}. */
    void roll(CrawlLease lease, boolean all) throws IOException {
        long waiting = steps.unarchivedCount(lease.crawlId());
        while (waiting >= config.partAnswers() || all && waiting > 0) {
            waiting -= writePart(lease);
        }
    }

    private long writePart(CrawlLease lease) throws IOException {
        Path file = Files.createTempFile("crawl-part", ".jsonl.gz");
        try {
            long first = 0;
            long last = 0;
            long count = 0;
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                while (count < config.partAnswers()) {
                    int limit = (int) Math.min(FETCH, config.partAnswers() - count);
                    List<CrawlSteps.Unarchived> answers = steps.unarchived(lease.crawlId(), last, limit);
                    for (CrawlSteps.Unarchived answer : answers) {
                        out.write(ArchivedAnswer.of(answer).toLine());
                    }
                    if (answers.isEmpty()) {
                        break;
                    }
                    first = count == 0 ? answers.getFirst().position() : first;
                    last = answers.getLast().position();
                    count += answers.size();
                }
            }
            store.put(lease.crawl().archive() + "steps-%08d-%08d.jsonl.gz".formatted(first, last), file);
            steps.archived(lease, first, last);
            return count;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

package io.marquee.workhorse.ingestion.crawl;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** What crawls have left in the object store, for those who read it. */
@ApplicationScoped
public class CrawlArchives {

    private static final String PART = ".jsonl.gz";

    /** A file of {@link ArchivedAnswer}s, gzip-compressed. */
    public record Part(String key, long size) {}

    private final CrawlLedger ledger;
    private final ObjectStore store;

    CrawlArchives(CrawlLedger ledger, ObjectStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    /**
     * The prefix that a text names: the id of a crawl, a prefix such as {@code raw/tmdb/dt=2026-01-31/}, or that prefix behind
     * the store's URI.
     *
     * @param source whose archives are meant
     * @throws ProblemException when it names none
     */
    public String prefix(String source, String uri) {
        Optional<Crawl> crawl = ledger.find(uri);
        if (crawl.isPresent()) {
            if (!crawl.get().source().equals(source)) {
                throw ProblemException.invalid(
                        "source_uri", uri, "is a crawl of " + crawl.get().source());
            }
            return crawl.get().archive();
        }
        String prefix = uri.startsWith(store.uri()) ? uri.substring(store.uri().length()) : uri;
        String root = "raw/" + source + "/";
        if (!prefix.startsWith(root)) {
            throw ProblemException.invalid(
                    "source_uri", uri, "must be the id of a crawl or a prefix of the object store below " + root);
        }
        return prefix;
    }

    /** The parts below a prefix, in the order in which they were written. */
    public List<Part> parts(String prefix) throws IOException {
        return store.list(prefix).stream()
                .filter(entry -> entry.key().endsWith(PART))
                .map(entry -> new Part(entry.key(), entry.size()))
                .toList();
    }

    /** Opens a part as it is, compressed. */
    public InputStream open(Part part) throws IOException {
        return store.open(part.key());
    }

    /** Where a prefix is, for people. */
    public String describe(String prefix) {
        return store.uri() + prefix;
    }
}

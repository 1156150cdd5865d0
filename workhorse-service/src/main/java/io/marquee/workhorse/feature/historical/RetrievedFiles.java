package io.marquee.workhorse.feature.historical;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.historical.HistoricalRequest.Wanted;
import io.marquee.workhorse.feature.offline.HistoricalRetrieval;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/** Results of retrievals in the object store, {@code historical/<id>.parquet}, kept for a week. */
@ApplicationScoped
class RetrievedFiles {

    private static final String FOLDER = "historical/";
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Duration KEPT = Duration.ofDays(7);

    private final HistoricalRetrieval retrieval;
    private final ObjectStore store;
    private final FeatureConfig config;
    private final Clock clock;

    RetrievedFiles(HistoricalRetrieval retrieval, ObjectStore store, FeatureConfig config, Clock clock) {
        this.retrieval = retrieval;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A result.
     *
     * @param uri where the file is in the object store
     */
    record Retrieved(String id, long rows, long bytes, String uri) {}

    /** Retrieves and stores; the file is there as a whole or not at all. */
    Retrieved retrieve(Wanted wanted) throws IOException {
        removeOld();
        String id = EventId.next(clock.instant());
        Files.createDirectories(config.workFolder());
        Path file = Files.createTempFile(config.workFolder(), "historical", ".parquet");
        try (FileUpload upload = new FileUpload(store, key(id), file)) {
            long rows = wanted.frame() == null
                    ? retrieval.range(
                            wanted.features(),
                            Objects.requireNonNull(wanted.start()),
                            Objects.requireNonNull(wanted.end()),
                            wanted.fullNames(),
                            file)
                    : retrieval.join(wanted.frame(), wanted.features(), wanted.fullNames(), file);
            upload.complete();
            return new Retrieved(id, rows, Files.size(file), store.uri() + key(id));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Opens a result; the caller closes it.
     *
     * @throws ProblemException when there is none, or not any more
     */
    InputStream open(String id) throws IOException {
        if (!id.matches(ID)) {
            throw ProblemException.notFound("result", id);
        }
        try {
            return store.open(key(id));
        } catch (NoSuchFileException e) {
            throw ProblemException.notFound("result", id);
        }
    }

    private void removeOld() throws IOException {
        Instant oldest = clock.instant().minus(KEPT);
        for (ObjectStore.Entry entry : store.list(FOLDER)) {
            String id = entry.key().substring(FOLDER.length()).replace(".parquet", "");
            if (id.matches(ID) && madeAt(id).isBefore(oldest)) {
                store.delete(entry.key());
            }
        }
    }

    /** Ids are UUIDs of version 7, which begin with the milliseconds since the epoch. */
    private static Instant madeAt(String id) {
        return Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(id.substring(0, 8) + id.substring(9, 13)));
    }

    private static String key(String id) {
        return FOLDER + id + ".parquet";
    }
}

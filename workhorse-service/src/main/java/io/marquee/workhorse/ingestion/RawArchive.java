package io.marquee.workhorse.ingestion;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Keeps files as they came: {@code raw/<source>/dt=<day>/<ingestion>/<file>}. */
@ApplicationScoped
class RawArchive {

    private final ObjectStore store;
    private final Clock clock;

    RawArchive(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Stores the data set's raw files; where, as a URI, or null when it has none. */
    @Nullable
    String keep(String ingestionId, SourceDataset dataset) throws IOException {
        if (dataset.rawFiles().isEmpty()) {
            return null;
        }
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String prefix = "raw/" + dataset.source() + "/dt=" + day + "/" + ingestionId + "/";
        for (Path file : dataset.rawFiles()) {
            store.put(prefix + file.getFileName(), file);
        }
        return store.uri() + prefix;
    }
}

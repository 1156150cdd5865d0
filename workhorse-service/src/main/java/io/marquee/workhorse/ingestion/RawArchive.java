package io.marquee.workhorse.ingestion;

import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Keeps files as they came: {@code raw/<source>/dt=<day>/<ingestion>/<file>}. */
@ApplicationScoped
class RawArchive {

    private final ObjectStore store;
    private final Clock clock;

    RawArchive(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Stores the folder's files; where, as a URI. */
    String keep(String ingestionId, SourceFolder folder) throws IOException {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String prefix = "raw/" + folder.source().wireName() + "/dt=" + day + "/" + ingestionId + "/";
        for (Path file : folder.files()) {
            store.put(prefix + file.getFileName(), file);
        }
        return store.uri() + prefix;
    }
}

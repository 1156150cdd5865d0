package io.marquee.workhorse.ingestion;

import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
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
        Set<String> names = new HashSet<>();
        for (Path file : dataset.rawFiles()) {
            String name = String.valueOf(file.getFileName());
            // Files of different folders may share a name.
            store.put(prefix + free(name, names), file);
        }
        return store.uri() + prefix;
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int number = 2; !taken.add(free); number++) {
            free = number + "-" + name;
        }
        return free;
    }
}

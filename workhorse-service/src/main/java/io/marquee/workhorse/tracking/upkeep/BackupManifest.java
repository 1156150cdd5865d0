package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds; the last entry of its archive.
 *
 * @param format of the archive; this one is 1
 * @param experiment the id of the only experiment in it, null for everything
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record BackupManifest(
        int format, Instant createdAt, @Nullable String experiment, List<Entry> entries) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";
    static final String TABLES = "tables/";
    static final String FILES = "artifacts/";

    /** A file of the archive. */
    @RegisterForReflection
    record Entry(String name, long size, String sha256) {}

    BackupManifest {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format must be " + FORMAT + ", got: " + format);
        }
        entries = List.copyOf(entries);
    }
}

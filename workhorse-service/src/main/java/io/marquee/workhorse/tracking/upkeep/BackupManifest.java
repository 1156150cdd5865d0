package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds; the last entry of its archive.
 *
 * @param format of the archive; this one is 2, which holds webhooks, and 1 can still be read
 * @param experiment the id of the only experiment in it, null for everything
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record BackupManifest(
        int format, Instant createdAt, @Nullable String experiment, List<Entry> entries) {

    static final int FORMAT = 2;
    static final String NAME = "manifest.json";
    static final String TABLES = "tables/";
    static final String FILES = "artifacts/";

    /** A file of the archive. */
    @RegisterForReflection
    record Entry(String name, long size, String sha256) {}

    BackupManifest {
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException("format must be from 1 to " + FORMAT + ", got: " + format);
        }
        entries = List.copyOf(entries);
    }

    /** Whether it holds all experiments, and with them models and webhooks. */
    boolean isOfAll() {
        return experiment == null;
    }

    /** The files of all runs, or of those of one experiment. */
    List<Entry> files(OptionalLong only) {
        String folder = folder(only);
        return entries.stream().filter(entry -> entry.name().startsWith(folder)).toList();
    }

    /** What the names of those files begin with. */
    static String folder(OptionalLong experiment) {
        return FILES + (experiment.isPresent() ? experiment.getAsLong() + "/" : "");
    }
}

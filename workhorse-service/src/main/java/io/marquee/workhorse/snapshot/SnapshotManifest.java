package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot: what the tables held at one moment, and which archived files belong to it. Stored as
 * {@code snapshots/tags/<tag>.json}, which with the objects it names is all that a restore needs.
 *
 * @param format of this file, {@value #FORMAT}
 * @param moment that all tables are of, by the database's clock
 * @param createdBy person or task
 * @param keep whether it stays until somebody deletes it
 * @param automatic whether a feature build took it
 * @param parent the snapshot that the catalogue was last known to be equal to
 * @param files archived as they came, under their own keys
 * @param dataDigest over the tables' digests: equal for equal data, whatever the tag
 * @param digest over all of this file but itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotManifest(
        int format,
        String tag,
        Instant createdAt,
        Instant moment,
        String createdBy,
        @Nullable String note,
        boolean keep,
        boolean automatic,
        @Nullable String parent,
        List<TableContent> tables,
        List<ArchivedFile> files,
        String dataDigest,
        @Nullable String digest) {

    /** The format that this version writes, and the newest it reads. */
    public static final int FORMAT = 1;

    /** A file in the raw archive. */
    public record ArchivedFile(String key, long size, String sha256) {}

    public SnapshotManifest {
        tables = List.copyOf(tables);
        files = List.copyOf(files);
    }

    /** The digest of tables taken together. */
    static String dataDigest(List<TableContent> tables) {
        Digest digest = new Digest();
        tables.stream()
                .sorted(java.util.Comparator.comparing(TableContent::table))
                .forEach(table -> digest.add(table.table()).add(table.sha256()));
        return digest.hex();
    }

    SnapshotManifest withDigest(@Nullable String value) {
        return new SnapshotManifest(
                format,
                tag,
                createdAt,
                moment,
                createdBy,
                note,
                keep,
                automatic,
                parent,
                tables,
                files,
                dataDigest,
                value);
    }

    /** The content of that table, if the snapshot has it. */
    public Optional<TableContent> table(String name) {
        return tables.stream().filter(table -> table.table().equals(name)).findFirst();
    }

    /** Rows of all tables. */
    public long rows() {
        return tables.stream().mapToLong(TableContent::rows).sum();
    }

    /** Uncompressed bytes of all tables. */
    public long bytes() {
        return tables.stream().mapToLong(TableContent::bytes).sum();
    }

    /** What others note of it. */
    public DataSnapshot reference() {
        return new DataSnapshot(tag, dataDigest);
    }
}

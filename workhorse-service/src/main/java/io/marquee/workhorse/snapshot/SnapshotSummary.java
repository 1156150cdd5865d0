package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as people see it.
 *
 * @param bytes of all rows, uncompressed
 * @param digest of its manifest
 * @param dataDigest of the tables: equal for equal data
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SnapshotSummary(
        String tag,
        Instant createdAt,
        Instant moment,
        String createdBy,
        @Nullable String note,
        boolean keep,
        boolean automatic,
        @Nullable String parent,
        long rows,
        long bytes,
        List<Table> tables,
        int fileCount,
        long fileBytes,
        String dataDigest,
        @Nullable String digest) {

    /** One of its tables. */
    public record Table(String name, long rows, long bytes, int chunks, String sha256) {}

    static SnapshotSummary of(SnapshotManifest manifest) {
        return new SnapshotSummary(
                manifest.tag(),
                manifest.createdAt(),
                manifest.moment(),
                manifest.createdBy(),
                manifest.note(),
                manifest.keep(),
                manifest.automatic(),
                manifest.parent(),
                manifest.rows(),
                manifest.bytes(),
                manifest.tables().stream()
                        .map(table -> new Table(
                                table.table(),
                                table.rows(),
                                table.bytes(),
                                table.chunks().size(),
                                table.sha256()))
                        .toList(),
                manifest.files().size(),
                manifest.files().stream()
                        .mapToLong(SnapshotManifest.ArchivedFile::size)
                        .sum(),
                manifest.dataDigest(),
                manifest.digest());
    }
}

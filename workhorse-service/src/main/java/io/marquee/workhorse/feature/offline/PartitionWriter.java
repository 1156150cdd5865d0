package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureView;
import io.marquee.workhorse.feature.offline.OfflineBuild.Partition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a view's rows as one Parquet file per year of their event timestamps, {@code
 * features/<view>/<build>/year=<year>.parquet}. A file that is the same as in the build before is not written again: the new
 * build refers to the old one's.
 */
final class PartitionWriter {

    /** The period of a view without rows, whose file only says what columns there are. */
    private static final String NO_ROWS = "none";

    private final DuckDb duckDb;
    private final RowFiles files;
    private final String buildId;

    PartitionWriter(DuckDb duckDb, RowFiles files, String buildId) {
        this.duckDb = duckDb;
        this.files = files;
        this.buildId = buildId;
    }

    /** Writes all rows of a relation. */
    List<Partition> write(FeatureView view, String relation, List<Partition> before) throws SQLException, IOException {
        List<Partition> written = new ArrayList<>();
        for (String year : years("SELECT * FROM " + relation)) {
            written.add(write(view, year, "SELECT * FROM " + relation + in(year), before));
        }
        if (written.isEmpty()) {
            written.add(write(view, NO_ROWS, "SELECT * FROM " + relation, before));
        }
        return written;
    }

    /**
     * Replaces the rows of some entities and keeps all others as they were.
     *
     * @param relation the new rows of those entities
     * @param entities a table with their join key
     * @param before the files of the build before
     */
    List<Partition> replace(FeatureView view, String relation, String key, String entities, List<Partition> before)
            throws SQLException, IOException {
        Map<String, Path> local = new TreeMap<>();
        for (Partition partition : before) {
            local.put(partition.period(), fetch(partition.objectKey()));
        }
        String columns = String.join(", ", ViewRows.columns(view));
        String old = "SELECT " + columns + " FROM " + DuckDb.parquet(List.copyOf(local.values())) + " SEMI JOIN "
                + entities + " USING (" + key + ")";
        String now = "SELECT " + columns + " FROM " + relation;
        List<String> changed = years(
                "SELECT * FROM (((" + old + ") EXCEPT (" + now + ")) UNION ALL ((" + now + ") EXCEPT (" + old + ")))");
        Map<String, Partition> partitions = new TreeMap<>();
        before.forEach(partition -> partitions.put(partition.period(), partition));
        for (String year : changed) {
            String rows = "SELECT " + columns + " FROM " + relation + in(year);
            Path file = local.get(year);
            if (file != null) {
                rows += " UNION ALL SELECT " + columns + " FROM " + DuckDb.parquet(List.of(file)) + " ANTI JOIN "
                        + entities + " USING (" + key + ")";
            }
            Partition partition = write(view, year, rows, before);
            if (partition.rowCount() == 0) {
                partitions.remove(year);
            } else {
                partitions.put(year, partition);
            }
        }
        if (partitions.size() > 1) {
            partitions.remove(NO_ROWS);
        }
        return partitions.isEmpty()
                ? List.of(write(view, NO_ROWS, now + " WHERE false", before))
                : List.copyOf(partitions.values());
    }

    /** Writes rows that belong to no view as one file. */
    Partition writeWhole(String name, String query) throws SQLException, IOException {
        return write("all", query, "features/" + name + "/" + buildId + "/all.parquet", List.of());
    }

    /** Writes a file of rows; how many. */
    long writePushed(String objectKey, String query) throws SQLException, IOException {
        return write("all", query, objectKey, List.of()).rowCount();
    }

    /** Brings an object to this machine, once. */
    Path fetch(String objectKey) throws IOException {
        return files.bring(objectKey, duckDb);
    }

    private Partition write(FeatureView view, String period, String query, List<Partition> before)
            throws SQLException, IOException {
        String ordered = "SELECT " + String.join(", ", ViewRows.columns(view)) + " FROM (" + query + ") ORDER BY "
                + ViewRows.keys(view) + ", event_timestamp";
        return write(
                period, ordered, "features/" + view.name() + "/" + buildId + "/year=" + period + ".parquet", before);
    }

    private Partition write(String period, String query, String key, List<Partition> before)
            throws SQLException, IOException {
        Path file = duckDb.file("incoming.parquet");
        long rows;
        try (Statement statement = duckDb.connection().createStatement()) {
            rows = statement.executeLargeUpdate(
                    "COPY (" + query + ") TO " + DuckDb.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
        }
        String sha256 = sha256(file);
        for (Partition partition : before) {
            if (partition.period().equals(period) && partition.sha256().equals(sha256)) {
                Files.delete(file);
                return partition;
            }
        }
        files.put(key, file);
        Files.delete(file);
        return new Partition(period, key, rows, sha256);
    }

    private List<String> years(String query) throws SQLException {
        return duckDb.texts("SELECT DISTINCT year(event_timestamp)::VARCHAR FROM (" + query + ") ORDER BY 1");
    }

    private static String in(String year) {
        return " WHERE year(event_timestamp) = " + year;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

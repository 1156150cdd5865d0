package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.TableContent.Chunk;
import io.marquee.workhorse.snapshot.TableVersions.Noted;
import io.marquee.workhorse.snapshot.TableVersions.State;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Makes the catalogue what it was, within the caller's transaction: all of it or nothing. Tables that hold the snapshot's
 * content already are left alone, the others are emptied and filled by COPY.
 */
final class SnapshotRestorer {

    /** Every writer of the catalogue holds it in its transaction. */
    private static final String LOAD_LOCK = "catalog.load";

    /**
     * How long a try waits for a table. Others wait behind it for as long, and it is shorter than the second after which
     * PostgreSQL looks for deadlocks: if somebody and the restore wait for each other, it is the restore that gives way.
     */
    private static final Duration TABLE_PATIENCE = Duration.ofMillis(500);

    private static final int BUFFER = 1 << 16;

    /**
     * What was done.
     *
     * @param rows of each table that was replaced
     * @param unchanged tables that held the snapshot's content already
     * @param streamedRatingsUndone ratings that came as events since the snapshot and are not in the catalogue any more
     */
    record Restored(Map<String, Long> rows, List<String> unchanged, long streamedRatingsUndone) {}

    private final Duration loadPatience;

    /** @param loadPatience how long to wait for a load that is going on */
    SnapshotRestorer(Duration loadPatience) {
        this.loadPatience = loadPatience;
    }

    /**
     * Replaces the tables. The caller must not write to them afterwards in the same transaction.
     *
     * @throws SQLException with state 55P03 when a load or a reader of the tables does not make way in time
     */
    Restored restore(Connection connection, SnapshotManifest manifest, LocalChunks chunks, JobProgress progress)
            throws SQLException, IOException {
        progress.begin("waiting for loads to end");
        lock(connection);
        List<TableSchema> schemas = TableSchema.readAll(connection);
        RestoreRule.check(manifest, schemas);
        Map<String, Noted> noted = TableVersions.noted(connection);
        List<TableSchema> changed = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (TableSchema schema : schemas) {
            if (holds(connection, schema, manifest, noted)) {
                unchanged.add(schema.table());
            } else {
                changed.add(schema);
            }
        }
        long undone = changed.stream().anyMatch(schema -> schema.table().equals("ratings"))
                ? streamedSince(connection, manifest)
                : 0;
        Map<String, Long> rows =
                changed.isEmpty() ? Map.of() : replace(connection, manifest, changed, chunks, progress);
        for (TableSchema schema : changed) {
            State state = TableVersions.state(connection, schema.table());
            Optional<TableContent> content = manifest.table(schema.table())
                    .filter(table -> table.columns().equals(schema.noted()));
            if (content.isPresent()) {
                TableVersions.note(connection, state, content.get(), manifest.tag());
            }
        }
        return new Restored(rows, List.copyOf(unchanged), undone);
    }

    private void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '" + loadPatience.toMillis() + "ms'");
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('" + LOAD_LOCK + "'))");
            statement.execute("SET LOCAL lock_timeout = '" + TABLE_PATIENCE.toMillis() + "ms'");
            statement.execute("LOCK TABLE "
                    + TableSchema.existing(connection).stream()
                            .map(TableSchema::qualified)
                            .collect(Collectors.joining(", "))
                    + " IN ACCESS EXCLUSIVE MODE");
            statement.execute("SET LOCAL lock_timeout = '" + loadPatience.toMillis() + "ms'");
        }
    }

    private static boolean holds(
            Connection connection, TableSchema schema, SnapshotManifest manifest, Map<String, Noted> noted)
            throws SQLException {
        Noted known = noted.get(schema.table());
        State state = TableVersions.state(connection, schema.table());
        return known != null
                && state.isWatched()
                && known.state().equals(state)
                && manifest.table(schema.table())
                        .filter(known.content()::equals)
                        .isPresent();
    }

    private static long streamedSince(Connection connection, SnapshotManifest manifest) throws SQLException {
        return Database.query(
                        connection,
                        "SELECT count(*) FROM catalog.ratings WHERE source = 'interaction' AND updated_at > ?",
                        row -> row.getLong(1),
                        manifest.moment())
                .getFirst();
    }

    private static Map<String, Long> replace(
            Connection connection,
            SnapshotManifest manifest,
            List<TableSchema> changed,
            LocalChunks chunks,
            JobProgress progress)
            throws SQLException, IOException {
        List<TableContent> contents = changed.stream()
                .map(schema -> manifest.table(schema.table()))
                .flatMap(Optional::stream)
                .toList();
        progress.begin(
                "writing rows",
                contents.stream().mapToLong(TableContent::rows).sum(),
                contents.stream().mapToLong(TableContent::bytes).sum());
        TableDdl ddl = TableDdl.takeFrom(
                connection, changed.stream().map(TableSchema::table).toList());
        Map<String, Long> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (TableSchema schema : changed) {
                statement.execute("TRUNCATE " + schema.qualified());
                rows.put(schema.table(), 0L);
            }
        }
        for (TableContent content : contents) {
            rows.put(content.table(), fill(connection, content, chunks, progress));
        }
        progress.begin("building indexes");
        ddl.giveBack(connection);
        advanceSequences(connection, changed);
        return rows;
    }

    private static long fill(Connection connection, TableContent content, LocalChunks chunks, JobProgress progress)
            throws SQLException, IOException {
        // Frozen rows need no visit by vacuum; it is allowed since the table was emptied in this transaction.
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + TableSchema.qualified(content.table()) + " ("
                        + TableSchema.names(content.columnNames()) + ") FROM STDIN (FREEZE)");
        try {
            byte[] buffer = new byte[BUFFER];
            for (Chunk chunk : content.chunks()) {
                try (InputStream in = chunks.open(chunk.sha256())) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        copy.writeToCopy(buffer, 0, count);
                    }
                }
                progress.moved(chunk.rows(), chunk.bytes());
            }
            long rows = copy.endCopy();
            if (rows != content.rows()) {
                throw new IllegalStateException("catalog." + content.table() + " took " + rows
                        + " rows of a snapshot that says it has " + content.rows());
            }
            return rows;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Numbers that the tables give out themselves go on behind those that the rows brought. */
    private static void advanceSequences(Connection connection, List<TableSchema> schemas) throws SQLException {
        for (TableSchema schema : schemas) {
            for (TableSchema.Column column : schema.columns()) {
                Optional<String> sequence = Database.query(
                                connection,
                                "SELECT coalesce(pg_get_serial_sequence(?, ?), '')",
                                row -> row.getString(1),
                                schema.qualified(),
                                column.name())
                        .stream()
                        .filter(name -> !name.isEmpty())
                        .findFirst();
                if (sequence.isPresent()) {
                    Database.query(
                            connection,
                            "SELECT setval(?::regclass, greatest(s.last_value, (SELECT max("
                                    + TableSchema.quoted(column.name()) + ") FROM " + schema.qualified() + "))) FROM "
                                    + sequence.get() + " s",
                            row -> row.getLong(1),
                            sequence.get());
                }
            }
        }
    }
}

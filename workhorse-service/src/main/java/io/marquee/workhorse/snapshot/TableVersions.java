package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether a table has changed since its content was last noted, without reading it.
 *
 * <p>A trigger leaves one row in {@code table_changes} for each transaction that writes to the table. That row becomes
 * visible exactly when the writes do, so two transactions that count the same number of them see the same writes, in
 * whatever order writers commit; the greatest number of a sequence or the newest {@code updated_at} would not tell (a
 * late commit has a smaller one, a deletion has none). What a trigger does not see is told by the table's definition: its
 * columns, its file (rewritten by ALTER TABLE) and the trigger itself, whose row in the system catalogue has another version
 * when it has been off in between.
 */
final class TableVersions {

    private static final String TRIGGER = "note_change";

    /** Rows of changes beyond which they are folded. */
    private static final int FOLD_AT = 1000;

    /**
     * Which state of a table is seen.
     *
     * @param version how many transactions have written to it
     * @param definition all that can change without the trigger, empty when the trigger does not watch
     */
    record State(long version, String definition) {

        boolean isWatched() {
            return !definition.isEmpty();
        }
    }

    /** What a table held when it was last looked at. */
    record Noted(State state, TableContent content, String tag) {}

    private TableVersions() {}

    /** Makes sure that the trigger watches every data table; a table that a migration has just made gets it here. */
    static void watchAll(Connection connection) throws SQLException {
        // Instances that start side by side would get into each other's way.
        Database.query(connection, "SELECT pg_advisory_xact_lock(hashtext('snapshot.watch'))", row -> true);
        for (String table : TableSchema.existing(connection)) {
            if (!state(connection, table).isWatched()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE OR REPLACE TRIGGER " + TRIGGER
                            + " AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON " + TableSchema.qualified(table)
                            + " FOR EACH STATEMENT EXECUTE FUNCTION catalog.note_change()");
                    // Also for writers that switch triggers off for themselves, as replication does.
                    statement.execute(
                            "ALTER TABLE " + TableSchema.qualified(table) + " ENABLE ALWAYS TRIGGER " + TRIGGER);
                }
            }
        }
    }

    /** The state that the connection's transaction sees. */
    static State state(Connection connection, String table) throws SQLException {
        return Database.query(
                        connection,
                        """
                        SELECT coalesce((SELECT folded FROM catalog.table_versions v WHERE v.table_name = c.relname), 0)
                                + (SELECT count(*) FROM catalog.table_changes x WHERE x.table_name = c.relname) AS version,
                            coalesce((SELECT format('%s/%s/%s ', t.oid, t.xmin, c.relfilenode)
                                        || (SELECT string_agg(format('%s %s %s %s', a.attnum, a.attname,
                                                       format_type(a.atttypid, a.atttypmod), a.attisdropped), ','
                                                       ORDER BY a.attnum)
                                            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)
                                      FROM pg_trigger t
                                      WHERE t.tgrelid = c.oid AND t.tgname = ? AND t.tgenabled = 'A'), '') AS definition
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = 'catalog' AND c.relname = ? AND c.relkind = 'r'
                        """,
                        row -> new State(row.getLong("version"), row.getString("definition")),
                        TRIGGER,
                        table)
                .getFirst();
    }

    /** What is noted of each table. */
    static Map<String, Noted> noted(Connection connection) throws SQLException {
        Map<String, Noted> noted = new HashMap<>();
        Database.query(
                connection,
                "SELECT * FROM catalog.snapshot_contents",
                row -> noted.put(
                        row.getString("table_name"),
                        new Noted(
                                new State(row.getLong("version"), row.getString("definition")),
                                ManifestCodec.content(row.getString("content")),
                                row.getString("tag"))));
        return noted;
    }

    /** The tag of the snapshot that the catalogue was last known to be equal to. */
    static Optional<String> lastTag(Connection connection) throws SQLException {
        return Database.query(
                        connection,
                        "SELECT tag FROM catalog.snapshot_contents ORDER BY noted_at DESC, table_name LIMIT 1",
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /**
     * Notes that a table has that content in that state. The caller must not write to the table afterwards in the same
     * transaction: the state would stay the same.
     */
    static void note(Connection connection, State state, TableContent content, String tag) throws SQLException {
        if (!state.isWatched()) {
            return;
        }
        Database.update(
                connection,
                """
                INSERT INTO catalog.snapshot_contents AS known (table_name, version, definition, content, tag)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (table_name) DO UPDATE SET version = excluded.version, definition = excluded.definition,
                    content = excluded.content, tag = excluded.tag, noted_at = clock_timestamp()
                WHERE excluded.version >= known.version
                """,
                content.table(),
                state.version(),
                state.definition(),
                ManifestCodec.text(content),
                tag);
    }

    /** Replaces many rows of changes by their number. */
    static void fold(Connection connection) throws SQLException {
        List<String> many = Database.query(
                connection,
                "SELECT table_name FROM catalog.table_changes GROUP BY table_name HAVING count(*) > ?",
                row -> row.getString(1),
                FOLD_AT);
        for (String table : many) {
            Database.update(connection, """
                    WITH gone AS (DELETE FROM catalog.table_changes WHERE table_name = ? RETURNING 1)
                    INSERT INTO catalog.table_versions AS v (table_name, folded) SELECT ?, count(*) FROM gone
                    ON CONFLICT (table_name) DO UPDATE SET folded = v.folded + excluded.folded
                    """, table, table);
        }
    }
}

package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes from tables what makes filling them slow, and gives it back: foreign keys from and to them, which are then checked
 * by one query instead of one per row, and indexes with the constraints that are indexes, which are then built by sorting.
 * Nobody sees a table without them: all this is within one transaction that has the tables to itself.
 */
final class TableDdl {

    private final List<String> giveBack = new ArrayList<>();

    private TableDdl() {}

    /** Takes them; nothing is changed for good before the transaction ends. */
    static TableDdl takeFrom(Connection connection, List<String> tables) throws SQLException {
        TableDdl ddl = new TableDdl();
        String[] names = tables.toArray(String[]::new);
        List<String> take = new ArrayList<>();
        // Foreign keys go first and come back last, since they lean on the keys of the tables they refer to.
        Database.query(
                connection,
                """
                SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS take,
                       format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                              pg_get_constraintdef(c.oid)) AS give
                FROM pg_constraint c
                WHERE c.contype = 'f' AND c.conparentid = 0
                        AND (c.conrelid = ANY (SELECT ('catalog.' || quote_ident(t))::regclass FROM unnest(?) t)
                            OR c.confrelid = ANY (SELECT ('catalog.' || quote_ident(t))::regclass FROM unnest(?) t))
                    OR c.contype IN ('p', 'u', 'x')
                        AND c.conrelid = ANY (SELECT ('catalog.' || quote_ident(t))::regclass FROM unnest(?) t)
                ORDER BY c.contype <> 'f', c.conrelid::regclass::text, c.conname
                """,
                row -> {
                    ddl.giveBack.addFirst(row.getString("give"));
                    return take.add(row.getString("take"));
                },
                names,
                names,
                names);
        List<String> indexes = new ArrayList<>();
        Database.query(
                connection,
                """
                SELECT format('DROP INDEX %s', i.indexrelid::regclass) AS take, pg_get_indexdef(i.indexrelid) AS give
                FROM pg_index i
                WHERE i.indrelid = ANY (SELECT ('catalog.' || quote_ident(t))::regclass FROM unnest(?) t)
                    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype <> 'f')
                ORDER BY 1
                """,
                row -> {
                    indexes.add(row.getString("give"));
                    return take.add(row.getString("take"));
                },
                (Object) names);
        ddl.giveBack.addAll(0, indexes);
        execute(connection, take);
        return ddl;
    }

    /** Gives everything back; fails when the rows break a constraint. */
    void giveBack(Connection connection) throws SQLException {
        execute(connection, giveBack);
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

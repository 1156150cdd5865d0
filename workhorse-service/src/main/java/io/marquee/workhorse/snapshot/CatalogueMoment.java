package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One consistent moment of the catalogue: a read-only transaction in which all tables stay as they were at its beginning.
 *
 * <p>The tables are locked, against nothing but their replacement, before the moment is fixed. A restore empties tables by
 * TRUNCATE, which readers with an older moment would see as empty.
 */
public final class CatalogueMoment {

    private CatalogueMoment() {}

    /**
     * Begins one on a connection without auto-commit, in a transaction that has done nothing yet.
     *
     * @return the moment by the database's clock
     */
    public static Instant begin(Connection connection) throws SQLException {
        List<String> tables;
        try (Statement statement = connection.createStatement()) {
            // Which tables there are only changes in a migration.
            tables = TableSchema.existing(connection);
            connection.rollback();
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            statement.execute("LOCK TABLE "
                    + tables.stream().map(TableSchema::qualified).collect(Collectors.joining(", "))
                    + " IN ACCESS SHARE MODE");
        }
        return Objects.requireNonNull(Database.query(
                        connection, "SELECT statement_timestamp() AS moment", row -> Database.instant(row, "moment"))
                .getFirst());
    }
}

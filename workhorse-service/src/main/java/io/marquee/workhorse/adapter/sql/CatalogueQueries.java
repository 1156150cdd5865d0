package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.sql.QueryVerdict.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Queries on the catalogue by people. The same database holds what is not theirs to see, so a query may name only tables of
 * the schema {@code catalog}, which need not be qualified.
 */
final class CatalogueQueries {

    static final String SCHEMA = "catalog";

    private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]*");

    private CatalogueQueries() {}

    static Rows read(String source, Connection connection, int fetchSize) throws AdapterException {
        JdbcTarget target = new JdbcTarget(Dialect.POSTGRESQL, "", new Properties(), "the catalogue", "");
        try {
            String sql = query(source.strip());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                statement.execute("SET LOCAL search_path = " + SCHEMA);
            }
            return SqlRows.of(target, connection, sql, fetchSize);
        } catch (SQLException e) {
            SqlConnections.giveUp(connection, target);
            throw SqlFailures.running(target, "begin a query", e);
        } catch (AdapterException | RuntimeException e) {
            SqlConnections.giveUp(connection, target);
            throw e;
        }
    }

    static String query(String source) throws AdapterException {
        if (TABLE.matcher(source).matches() && isOurs(new TableName(null, source))) {
            return "SELECT * FROM " + SCHEMA + "." + source;
        }
        return switch (ReadOnlyGuard.judge(source, Dialect.POSTGRESQL)) {
            case QueryVerdict.Refused refused ->
                throw new AdapterException(Kind.REQUEST, "the query is refused: " + refused.reason(), null);
            case QueryVerdict.ReadOnly readOnly -> {
                for (TableName table : readOnly.tables()) {
                    if (!isOurs(table)) {
                        throw new AdapterException(
                                Kind.REQUEST,
                                "the query is refused: it may read tables of the schema catalog, got: "
                                        + (table.schema() == null ? "" : table.schema() + ".") + table.name(),
                                null);
                    }
                }
                yield readOnly.sql();
            }
        };
    }

    /** PostgreSQL's own tables are found without a schema, too. */
    private static boolean isOurs(TableName table) {
        String name = table.name().toLowerCase(Locale.ROOT);
        return (table.schema() == null || table.schema().equalsIgnoreCase(SCHEMA)) && !name.startsWith("pg_");
    }
}

package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.DataAdapter;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.TypedRows;
import io.marquee.workhorse.adapter.WriteMode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * A database by connection URI. A source is a table or an inline query, which is held to {@link ReadOnlyGuard}; results
 * are streamed.
 */
public final class SqlAdapter implements DataAdapter {

    private static final Pattern TABLE =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*(\\.[\\p{L}_][\\p{L}\\p{N}_$]*){0,2}");

    private final SqlConnections connections;
    private final JdbcTarget target;
    private final int fetchSize;

    SqlAdapter(SqlConnections connections, JdbcTarget target, int fetchSize) {
        this.connections = connections;
        this.target = target;
        this.fetchSize = fetchSize;
    }

    @Override
    public String origin() {
        return target.shown();
    }

    @Override
    public String test() throws AdapterException {
        Connection connection = connections.openForReading(target);
        try {
            DatabaseMetaData metaData = connection.getMetaData();
            return metaData.getDatabaseProductName() + " " + metaData.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw SqlFailures.running(target, "ask for its version", e);
        } finally {
            SqlConnections.giveUp(connection, target);
        }
    }

    @Override
    public Rows read(String source) throws AdapterException {
        String sql = query(source);
        return SqlRows.of(target, connections.openForReading(target), sql, fetchSize);
    }

    /**
     * What is run for a source.
     *
     * @throws AdapterException when it is neither a table nor a query, with the position
     */
    public String query(String source) throws AdapterException {
        String text = source.strip();
        if (TABLE.matcher(text).matches()) {
            // Snowflake folds names to upper case unless they are quoted.
            return "SELECT * FROM "
                    + (target.dialect() == Dialect.SNOWFLAKE
                            ? text
                            : target.dialect().quoted(text));
        }
        return switch (ReadOnlyGuard.judge(source, target.dialect())) {
            case QueryVerdict.ReadOnly readOnly -> readOnly.sql();
            case QueryVerdict.Refused refused ->
                throw new AdapterException(Kind.REQUEST, "the query is refused: " + refused.reason(), null);
        };
    }

    @Override
    public long write(String table, Rows rows, WriteMode mode) throws IOException {
        Rows typed = TypedRows.checked(rows);
        TableWriter writer = new TableWriter(target, table, typed.columns(), mode);
        Connection connection = connections.openForWriting(target);
        try {
            long count = writer.write(connection, typed);
            connection.commit();
            return count;
        } catch (SQLException e) {
            throw SqlFailures.running(target, "commit", e);
        } finally {
            SqlConnections.giveUp(connection, target);
        }
    }
}

package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query as a stream: the database sends as many rows at a time as were asked for. Holds a connection, whose
 * transaction is rolled back in the end.
 */
final class SqlRows implements Rows {

    private static final Logger LOG = Logger.getLogger(SqlRows.class);

    /** MySQL's own driver takes this, and nothing else, as "row by row". */
    private static final int MYSQL_ROW_BY_ROW = Integer.MIN_VALUE;

    private final JdbcTarget target;
    private final Connection connection;
    private final Statement statement;
    private final ResultSet result;
    private final JdbcColumns columns;
    private boolean ended;

    private SqlRows(JdbcTarget target, Connection connection, Statement statement, ResultSet result)
            throws SQLException {
        this.target = target;
        this.connection = connection;
        this.statement = statement;
        this.result = result;
        this.columns = new JdbcColumns(result.getMetaData(), target.dialect());
    }

    /** Runs a query that has been looked at; the connection is the rows' own from then on, also when this fails. */
    static SqlRows of(JdbcTarget target, Connection connection, String sql, int fetchSize) throws AdapterException {
        try {
            Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setEscapeProcessing(false);
            boolean mysqlDriver = connection.getMetaData().getDriverName().startsWith("MySQL");
            statement.setFetchSize(mysqlDriver ? MYSQL_ROW_BY_ROW : fetchSize);
            return new SqlRows(target, connection, statement, statement.executeQuery(sql));
        } catch (SQLException e) {
            SqlConnections.giveUp(connection, target);
            throw SqlFailures.running(target, "run the query", e);
        } catch (RuntimeException e) {
            SqlConnections.giveUp(connection, target);
            throw e;
        }
    }

    @Override
    public List<Column> columns() {
        return columns.columns();
    }

    @Override
    public @Nullable Object @Nullable [] next() throws AdapterException {
        try {
            if (!result.next()) {
                ended = true;
                return null;
            }
            return columns.values(result);
        } catch (SQLException e) {
            throw SqlFailures.running(target, "read the result", e);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            // Otherwise some drivers read the rest of the result to throw it away.
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debugf("cancelling a query of %s: %s", target.shown(), e.getSQLState());
            }
        }
        try {
            result.close();
            statement.close();
        } catch (SQLException e) {
            LOG.debugf("closing a result of %s: %s", target.shown(), e.getSQLState());
        }
        SqlConnections.giveUp(connection, target);
    }
}

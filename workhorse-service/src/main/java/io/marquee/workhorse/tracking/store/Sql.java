package io.marquee.workhorse.tracking.store;

import io.agroal.api.AgroalDataSource;
import io.marquee.workhorse.tracking.wire.ErrorCode;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL. Inside a JTA transaction every call is on that transaction's connection, the one that Hibernate uses too.
 * Values always travel as parameters; arrays of {@code long}, {@code int}, {@code double} and {@code String} become SQL arrays.
 */
@ApplicationScoped
public class Sql {

    /** SQL states that tell of a database which is away or overloaded for now: connection, resources, shutdown. */
    private static final List<String> PASSING = List.of("08", "53", "57");

    private final AgroalDataSource dataSource;

    Sql(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Makes something of the row that the result set stands on. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at the row that the result set stands on. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    /** Every row. */
    public <T> List<T> list(RowReader<T> reader, String sql, @Nullable Object... parameters) {
        List<T> all = new ArrayList<>();
        each(row -> all.add(reader.read(row)), sql, parameters);
        return all;
    }

    /** Shows every row of a query that was put together. */
    public void each(RowVisitor visitor, SqlText query) {
        each(visitor, query.text(), query.parameters());
    }

    private void each(RowVisitor visitor, String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Every row of a query that was put together. */
    public <T> List<T> list(RowReader<T> reader, SqlText query) {
        return list(reader, query.text(), query.parameters());
    }

    /** The first row. */
    public <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... parameters) {
        List<T> rows = list(reader, sql, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** Changes rows and tells how many. */
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static RuntimeException failure(SQLException e) {
        String state = e.getSQLState();
        // No state at all: the pool had no connection to give in time.
        if (state == null || PASSING.contains(state.substring(0, Math.min(2, state.length())))) {
            return new MlflowException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "The tracking store cannot be reached right now", e);
        }
        return new IllegalStateException("the tracking store refused a statement: " + e.getMessage(), e);
    }
}

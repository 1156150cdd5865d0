package io.marquee.workhorse.platform;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL on the service's database, as part of the current transaction when there is one. Parameters may be null, strings,
 * numbers, booleans, {@link Instant}s, {@code long[]} and {@code String[]}.
 */
@ApplicationScoped
public class Database {

    /** Makes an object of the result's current row. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Work on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final AgroalDataSource dataSource;

    Database(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The query's rows. */
    public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        return with(connection -> query(connection, sql, mapper, parameters));
    }

    /** The query's only row. */
    public <T> Optional<T> queryOne(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
        List<T> rows = query(sql, mapper, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException("expected one row, got " + rows.size() + ": " + sql);
        }
        return rows.stream().findFirst();
    }

    /** Runs a statement; how many rows it touched. */
    public int update(String sql, @Nullable Object... parameters) {
        return with(connection -> update(connection, sql, parameters));
    }

    /** Runs work on a connection and closes it. */
    public <T> T with(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /** As {@link #query(String, RowMapper, Object...)}, on a connection at hand. */
    public static <T> List<T> query(
            Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(mapper.map(result));
            }
            return rows;
        }
    }

    /** As {@link #update(String, Object...)}, on a connection at hand. */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** A timestamp column; null when it is. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** A {@code text[]} column; empty when it is null. */
    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, jdbcValue(connection, parameters[i]));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static @Nullable Object jdbcValue(Connection connection, @Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case long[] longs -> {
                Long[] boxed = new Long[longs.length];
                for (int i = 0; i < longs.length; i++) {
                    boxed[i] = longs[i];
                }
                yield connection.createArrayOf("bigint", boxed);
            }
            case String[] texts -> connection.createArrayOf("text", texts);
            default -> value;
        };
    }

    /** What a failed statement means to whoever asked for it. */
    public static ProblemException problem(SQLException e) {
        String state = e.getSQLState();
        boolean reachable = state != null && !state.startsWith("08") && !state.startsWith("57P");
        return reachable
                ? new ProblemException(ProblemType.INTERNAL, "the database refused a statement: " + e.getMessage(), e)
                : new ProblemException(ProblemType.UNAVAILABLE, "the database does not answer", e);
    }
}

package io.marquee.nervous.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plain SQL for bulk intake and windows. Takes part in the caller's transaction; without one each statement commits by
 * itself.
 */
@ApplicationScoped
public class Database {

    /** Makes a value of one result row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * An array parameter.
     *
     * @param type PostgreSQL's name of the element type, for example {@code bigint}
     */
    public record SqlArray(String type, Object[] elements) {}

    private final AgroalDataSource dataSource;

    Database(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Runs a query.
     *
     * @param parameters one per question mark; an {@link Instant} becomes a timestamptz, an {@link SqlArray} an array
     */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Runs a query whose answer is one number. */
    public long count(String sql, @Nullable Object... parameters) {
        return query(sql, row -> row.getLong(1), parameters).getFirst();
    }

    /** Runs a statement that changes rows and returns how many. */
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Waits until no other transaction of any instance holds that lock; it is held until the caller's transaction ends.
     *
     * @param name what is locked, for example {@code retraining}
     */
    public void lock(String name) {
        query("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", row -> name, "marquee.nervous." + name);
    }

    /** The column as an instant; null where it is null. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object[] parameters)
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
            case SqlArray array -> connection.createArrayOf(array.type(), array.elements());
            default -> value;
        };
    }
}

package io.marquee.workhorse.feature.stream.aggregate;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** The rows that the query gives of some events: per entity by time. */
public final class OfflineRows {

    private OfflineRows() {}

    public static Map<Long, TreeMap<Long, Map<String, @Nullable Object>>> of(String query, List<StreamEvent> events)
            throws SQLException {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("CREATE TABLE interactions (event_id VARCHAR, user_id BIGINT, movie_id BIGINT,"
                    + " interaction_type VARCHAR, rating DOUBLE, duration_seconds DOUBLE, occurred_at TIMESTAMP)");
            insert(connection, events);
            Map<Long, TreeMap<Long, Map<String, @Nullable Object>>> rows = new TreeMap<>();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    Object before = rows.computeIfAbsent(result.getLong(1), key -> new TreeMap<>())
                            .put(second(result.getTimestamp(2)), values(result));
                    if (before != null) {
                        throw new AssertionError("two rows of one time: " + before);
                    }
                }
            }
            return rows;
        }
    }

    private static void insert(Connection connection, List<StreamEvent> events) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO interactions VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (StreamEvent event : events) {
                insert.setString(1, event.eventId());
                insert.setLong(2, event.userId());
                insert.setObject(3, event.movieId(), Types.BIGINT);
                insert.setString(4, event.interactionType());
                insert.setObject(5, event.rating(), Types.DOUBLE);
                insert.setObject(6, event.durationSeconds(), Types.DOUBLE);
                insert.setObject(
                        7,
                        LocalDateTime.ofInstant(
                                Instant.ofEpochSecond(event.second(), event.occurredAtMicros() % 1_000_000 * 1000),
                                ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static long second(Timestamp time) {
        return time.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
    }

    private static Map<String, @Nullable Object> values(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 3; i <= columns.getColumnCount(); i++) {
            Object value = row.getObject(i);
            values.put(
                    columns.getColumnName(i),
                    value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value);
        }
        return values;
    }
}

package io.marquee.workhorse.feature.stream;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.online.OnlineStore;
import io.marquee.workhorse.feature.stream.aggregate.OfflineRows;
import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of interactions and the rows that follow from it, looked at past the service. */
final class Interactions {

    private final DataSource dataSource;
    private final ActiveDefinitions definitions;
    private final OnlineStore online;

    Interactions(DataSource dataSource, ActiveDefinitions definitions, OnlineStore online) {
        this.dataSource = dataSource;
        this.definitions = definitions;
        this.online = online;
    }

    /** A row as the query gives it of all events that are stored, by the second it is of; empty without events. */
    Map<String, Object> offline(String view, long entity) throws SQLException {
        StreamView stream = view(view);
        Map.Entry<Long, Map<String, @Nullable Object>> row = OfflineRows.of(
                        stream.definition().view().sql(),
                        stored(StreamEntity.Kind.of(stream.plan().joinKey()), entity))
                .getOrDefault(entity, new TreeMap<>())
                .floorEntry(Instant.now().getEpochSecond());
        return row == null ? Map.of() : shown(row.getKey(), row.getValue());
    }

    /** The row in Redis; empty when there is none. */
    Map<String, Object> online(String view, long entity) {
        OnlineRow row = online.read(
                        view, EntityKey.of(view(view).plan().joinKey().column(), entity))
                .orElse(null);
        return row == null ? Map.of() : shown(row.eventTimestamp().getEpochSecond(), row.values());
    }

    /** Stores events in a transaction; what the table holds of them. */
    List<StoredInteraction> store(List<StreamEvent> events) throws SQLException {
        List<StoredInteraction> stored = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<StreamEvent> known = new ArrayList<>();
            for (StreamEvent event : events) {
                try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO catalog.interaction_events
                            (event_id, user_id, movie_id, interaction_type, rating, duration_seconds, occurred_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING stored_in""")) {
                    insert.setString(1, event.eventId());
                    insert.setLong(2, event.userId());
                    insert.setObject(3, event.movieId(), Types.BIGINT);
                    insert.setString(4, event.interactionType());
                    insert.setObject(5, event.rating(), Types.REAL);
                    insert.setObject(6, event.durationSeconds(), Types.DOUBLE);
                    insert.setObject(
                            7,
                            Instant.ofEpochSecond(event.second(), event.occurredAtMicros() % 1_000_000 * 1000)
                                    .atOffset(ZoneOffset.UTC));
                    try (ResultSet row = insert.executeQuery()) {
                        if (row.next()) {
                            stored.add(new StoredInteraction(event, row.getLong(1), true));
                        } else {
                            known.add(event);
                        }
                    }
                }
            }
            for (StreamEvent event : known) {
                try (PreparedStatement select = connection.prepareStatement(
                        "SELECT stored_in FROM catalog.interaction_events WHERE event_id = ?")) {
                    select.setString(1, event.eventId());
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        stored.add(new StoredInteraction(event, row.getLong(1), false));
                    }
                }
            }
            connection.commit();
        }
        return stored;
    }

    private List<StreamEvent> stored(StreamEntity.Kind kind, long entity) throws SQLException {
        List<StreamEvent> events = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT event_id, user_id, movie_id, interaction_type, rating::text, duration_seconds,"
                                + " (extract(epoch FROM occurred_at) * 1000000)::bigint FROM catalog.interaction_events"
                                + " WHERE " + kind.column() + " = ?")) {
            select.setLong(1, entity);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String rating = row.getString(5);
                    events.add(new StreamEvent(
                            row.getString(1),
                            row.getLong(2),
                            row.getObject(3, Long.class),
                            row.getString(4),
                            rating == null ? null : Double.valueOf(rating),
                            row.getObject(6, Double.class),
                            row.getLong(7)));
                }
            }
        }
        return events;
    }

    private StreamView view(String name) {
        return StreamView.of(definitions.get()).values().stream()
                .flatMap(List::stream)
                .filter(view -> view.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> shown(long second, Map<String, @Nullable Object> values) {
        Map<String, Object> shown = new TreeMap<>();
        values.forEach((name, value) -> shown.put(name, String.valueOf(value)));
        shown.put("event_timestamp", Instant.ofEpochSecond(second));
        return shown;
    }
}

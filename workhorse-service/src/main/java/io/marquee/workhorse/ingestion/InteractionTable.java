package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.UserInteraction;
import io.marquee.workhorse.feature.stream.StoredInteraction;
import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of interactions, written and read many rows at a time. */
final class InteractionTable {

    private InteractionTable() {}

    /**
     * What has become of a batch.
     *
     * @param unseen interactions that were not there before, in the order of the batch
     * @param all what the table holds of each of the batch's events, those that were there before too
     */
    record Inserted(List<UserInteraction> unseen, List<StoredInteraction> all) {}

    /**
     * Stores those whose event is not known yet.
     *
     * @param movies the id that each named movie has now, where it is known
     */
    static Inserted insert(Connection connection, List<UserInteraction> interactions, Map<Long, Long> movies)
            throws SQLException {
        // Always locked in the same order, so that two instances cannot deadlock; of two deliveries the first counts.
        Map<String, UserInteraction> byId = new TreeMap<>();
        interactions.forEach(interaction -> byId.putIfAbsent(interaction.eventId(), interaction));
        List<StreamEvent> rows = byId.values().stream()
                .map(interaction -> event(interaction, movies))
                .toList();
        Map<String, Long> transactions = insertRows(connection, rows);
        List<StoredInteraction> all = new ArrayList<>(rows.size());
        List<String> known = new ArrayList<>();
        for (StreamEvent row : rows) {
            Long transaction = transactions.get(row.eventId());
            if (transaction == null) {
                known.add(row.eventId());
            } else {
                all.add(new StoredInteraction(row, transaction, true));
            }
        }
        if (!known.isEmpty()) {
            all.addAll(stored(connection, known));
        }
        Set<String> left = new HashSet<>(transactions.keySet());
        return new Inserted(
                interactions.stream()
                        .filter(interaction -> left.remove(interaction.eventId()))
                        .toList(),
                all);
    }

    /** What the table holds of these events. */
    static List<StoredInteraction> stored(Connection connection, Collection<String> eventIds) throws SQLException {
        return Database.query(
                connection,
                "SELECT event_id, user_id, movie_id, interaction_type, stored_in FROM catalog.interaction_events"
                        + " WHERE event_id = ANY (?)",
                row -> {
                    long movie = row.getLong(3);
                    Long movieId = row.wasNull() ? null : (Long) movie;
                    // Whoever hears of these reads them by himself, so the rest is not needed.
                    return new StoredInteraction(
                            new StreamEvent(row.getString(1), row.getLong(2), movieId, row.getString(4), null, null, 0),
                            row.getLong(5),
                            false);
                },
                (Object) eventIds.toArray(String[]::new));
    }

    /** Those that were not there before, with the transaction that has stored them. */
    private static Map<String, Long> insertRows(Connection connection, List<StreamEvent> rows) throws SQLException {
        Map<String, Long> stored = HashMap.newHashMap(rows.size());
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO catalog.interaction_events
                    (event_id, user_id, movie_id, interaction_type, rating, duration_seconds, occurred_at)
                SELECT event_id, user_id, movie_id, interaction_type, rating, duration_seconds,
                    timestamptz 'epoch' + seconds * interval '1 second' + micros * interval '1 microsecond'
                FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::real[], ?::float8[], ?::bigint[], ?::int[])
                    AS rows(event_id, user_id, movie_id, interaction_type, rating, duration_seconds, seconds, micros)
                ON CONFLICT (event_id) DO NOTHING RETURNING event_id, stored_in
                """)) {
            set(insert, 1, "text", rows, StreamEvent::eventId);
            set(insert, 2, "bigint", rows, StreamEvent::userId);
            set(insert, 3, "bigint", rows, StreamEvent::movieId);
            set(insert, 4, "text", rows, StreamEvent::interactionType);
            set(insert, 5, "float8", rows, StreamEvent::rating);
            set(insert, 6, "float8", rows, StreamEvent::durationSeconds);
            set(insert, 7, "bigint", rows, StreamEvent::second);
            set(insert, 8, "int", rows, row -> (int) Math.floorMod(row.occurredAtMicros(), 1_000_000L));
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    stored.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return stored;
    }

    private static void set(
            PreparedStatement statement,
            int position,
            String type,
            List<StreamEvent> rows,
            Function<StreamEvent, @Nullable Object> column)
            throws SQLException {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(position, statement.getConnection().createArrayOf(type, values));
    }

    /** The interaction as the table holds it: to the microsecond, ratings of single precision. */
    private static StreamEvent event(UserInteraction interaction, Map<Long, Long> movies) {
        Long movie = interaction.contentId();
        Double rating = interaction.rating();
        Instant time = interaction.timestamp();
        return new StreamEvent(
                interaction.eventId(),
                interaction.userId(),
                movie == null ? null : movies.getOrDefault(movie, movie),
                interaction.interactionType().wireName(),
                rating == null ? null : (Double) Double.parseDouble(Float.toString(rating.floatValue())),
                interaction.durationSeconds(),
                time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
    }
}

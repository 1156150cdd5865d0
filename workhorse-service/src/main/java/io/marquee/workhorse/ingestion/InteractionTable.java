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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
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
        List<UserInteraction> each = distinct(interactions);
        List<StreamEvent> rows = each.stream()
                .map(interaction -> event(interaction, movies))
                .sorted(Comparator.comparing(StreamEvent::eventId))
                .toList();
        InsertedRows inserted = insertRows(connection, rows);
        if (inserted.count() == rows.size()) {
            return new Inserted(
                    each,
                    rows.stream()
                            .map(row -> new StoredInteraction(row, inserted.transaction(), true))
                            .toList());
        }
        return amongKnown(connection, each, rows, inserted);
    }

    /** Some have been there before: the table says which. */
    private static Inserted amongKnown(
            Connection connection, List<UserInteraction> interactions, List<StreamEvent> rows, InsertedRows inserted)
            throws SQLException {
        Map<String, StoredInteraction> there = HashMap.newHashMap(rows.size());
        for (StoredInteraction one :
                stored(connection, rows.stream().map(StreamEvent::eventId).toList())) {
            there.put(one.event().eventId(), one);
        }
        List<StoredInteraction> all = new ArrayList<>(rows.size());
        Set<String> unseen = HashSet.newHashSet(inserted.count());
        for (StreamEvent row : rows) {
            StoredInteraction one = there.get(row.eventId());
            if (one == null) {
                // It was too old to be kept and has just gone.
                continue;
            }
            boolean first = inserted.count() > 0 && one.transaction() == inserted.transaction();
            if (first) {
                unseen.add(row.eventId());
            }
            all.add(first ? new StoredInteraction(row, one.transaction(), true) : one);
        }
        return new Inserted(
                interactions.stream()
                        .filter(interaction -> unseen.contains(interaction.eventId()))
                        .toList(),
                all);
    }

    /** Of two deliveries the first. */
    private static List<UserInteraction> distinct(List<UserInteraction> interactions) {
        Set<String> seen = HashSet.newHashSet(interactions.size());
        return interactions.stream()
                .filter(interaction -> seen.add(interaction.eventId()))
                .toList();
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

    /**
     * What an insertion did.
     *
     * @param count rows that were not there before
     * @param transaction that has stored them
     */
    private record InsertedRows(int count, long transaction) {}

    private static InsertedRows insertRows(Connection connection, List<StreamEvent> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                WITH stored AS (
                    INSERT INTO catalog.interaction_events
                        (event_id, user_id, movie_id, interaction_type, rating, duration_seconds, occurred_at)
                    SELECT event_id, user_id, movie_id, interaction_type, rating, duration_seconds,
                        timestamptz 'epoch' + seconds * interval '1 second' + micros * interval '1 microsecond'
                    FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::real[], ?::float8[], ?::bigint[], ?::int[])
                        AS rows(event_id, user_id, movie_id, interaction_type, rating, duration_seconds, seconds, micros)
                    ON CONFLICT (event_id) DO NOTHING RETURNING stored_in)
                SELECT count(*), max(stored_in) FROM stored
                """)) {
            // Arrays of these very types travel in binary form; of any other, each value would be written out and
            // parsed.
            set(insert, 1, "text", rows, StreamEvent::eventId, String[]::new);
            set(insert, 2, "int8", rows, StreamEvent::userId, Long[]::new);
            set(insert, 3, "int8", rows, StreamEvent::movieId, Long[]::new);
            set(insert, 4, "text", rows, StreamEvent::interactionType, String[]::new);
            set(
                    insert,
                    5,
                    "float4",
                    rows,
                    row -> row.rating() == null ? null : row.rating().floatValue(),
                    Float[]::new);
            set(insert, 6, "float8", rows, StreamEvent::durationSeconds, Double[]::new);
            set(insert, 7, "int8", rows, StreamEvent::second, Long[]::new);
            set(
                    insert,
                    8,
                    "int4",
                    rows,
                    row -> (int) Math.floorMod(row.occurredAtMicros(), 1_000_000L),
                    Integer[]::new);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new InsertedRows(row.getInt(1), row.getLong(2));
            }
        }
    }

    private static <T> void set(
            PreparedStatement statement,
            int position,
            String type,
            List<StreamEvent> rows,
            Function<StreamEvent, @Nullable T> column,
            IntFunction<@Nullable T[]> array)
            throws SQLException {
        @Nullable T[] values = array.apply(rows.size());
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

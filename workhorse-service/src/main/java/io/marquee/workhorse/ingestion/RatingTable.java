package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.UserInteraction;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The table of ratings, as interactions change it. */
final class RatingTable {

    /** A rating with the id that its movie has now. */
    record MovieRating(UserInteraction interaction, long movieId) {

        private Key key() {
            return new Key(interaction.userId(), movieId);
        }
    }

    private record Key(long userId, long movieId) {}

    private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::userId).thenComparingLong(Key::movieId);

    private RatingTable() {}

    /** The movies of these ids, which may be ones that the movies once had: what each is called now. */
    static Map<Long, Long> knownMovies(Connection connection, Collection<Long> asked) throws SQLException {
        Map<Long, Long> known = new HashMap<>();
        Database.query(connection, """
                        SELECT asked.id, m.movie_id FROM unnest(?) AS asked(id)
                        LEFT JOIN catalog.movie_aliases a ON a.alias_id = asked.id
                        JOIN catalog.movies m ON m.movie_id = coalesce(a.movie_id, asked.id)
                        """, row -> Map.entry(row.getLong(1), row.getLong(2)), (Object)
                        asked.stream().mapToLong(Long::longValue).distinct().toArray())
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        return known;
    }

    /** Makes each the user's rating of the movie unless a newer one is there; of equally old ones the first stays. */
    static void store(Connection connection, List<MovieRating> ratings) throws SQLException {
        // Always locked in the same order, so that two instances cannot deadlock.
        Map<Key, MovieRating> newest = new TreeMap<>(ORDER);
        for (MovieRating rating : ratings) {
            newest.merge(
                    rating.key(),
                    rating,
                    (before, now) -> now.interaction()
                                    .timestamp()
                                    .isAfter(before.interaction().timestamp())
                            ? now
                            : before);
        }
        if (newest.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO catalog.ratings AS known (user_id, movie_id, rating, rated_at, source)
                SELECT user_id, movie_id, rating,
                    timestamptz 'epoch' + seconds * interval '1 second' + micros * interval '1 microsecond', 'interaction'
                FROM unnest(?::bigint[], ?::bigint[], ?::real[], ?::bigint[], ?::int[])
                    AS rows(user_id, movie_id, rating, seconds, micros)
                ON CONFLICT (user_id, movie_id) DO UPDATE SET
                    rating = excluded.rating, rated_at = excluded.rated_at, source = excluded.source, updated_at = now()
                WHERE excluded.rated_at > known.rated_at
                """)) {
            List<MovieRating> rows = List.copyOf(newest.values());
            Long[] users = new Long[rows.size()];
            Long[] movies = new Long[rows.size()];
            Double[] stars = new Double[rows.size()];
            Long[] seconds = new Long[rows.size()];
            Integer[] micros = new Integer[rows.size()];
            for (int i = 0; i < rows.size(); i++) {
                UserInteraction interaction = rows.get(i).interaction();
                users[i] = interaction.userId();
                movies[i] = rows.get(i).movieId();
                stars[i] = Objects.requireNonNull(interaction.rating());
                seconds[i] = interaction.timestamp().getEpochSecond();
                micros[i] = interaction.timestamp().getNano() / 1_000;
            }
            upsert.setArray(1, connection.createArrayOf("bigint", users));
            upsert.setArray(2, connection.createArrayOf("bigint", movies));
            upsert.setArray(3, connection.createArrayOf("float8", stars));
            upsert.setArray(4, connection.createArrayOf("bigint", seconds));
            upsert.setArray(5, connection.createArrayOf("int", micros));
            upsert.executeUpdate();
        }
    }
}

package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.stream.aggregate.AggregationQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A small catalogue for tests: movies with genres, ratings at seconds. */
public final class TestCatalogue {

    public static final FeatureDefinitions DEFINITIONS =
            DefinitionReader.read(Path.of("..", "config", "features"), new AggregationQuery());

    public record TestRating(long userId, long movieId, double stars, long second) {}

    /**
     * Something that a user did.
     *
     * @param stars for a rating, else null
     */
    public record TestEvent(
            String id,
            long userId,
            long movieId,
            String type,
            @Nullable Double stars,
            long micros) {}

    private static final List<String> GENRES = List.of("Action", "Comedy", "Drama", "Horror", "Thriller", "War");

    public final Map<Long, List<String>> genres = new LinkedHashMap<>();
    public final List<TestRating> ratings = new ArrayList<>();
    public final List<TestEvent> events = new ArrayList<>();

    public TestCatalogue movie(long id, String... movieGenres) {
        genres.put(id, List.of(movieGenres));
        return this;
    }

    public TestCatalogue rating(long userId, long movieId, double stars, long second) {
        ratings.add(new TestRating(userId, movieId, stars, second));
        return this;
    }

    public TestCatalogue event(TestEvent event) {
        events.add(event);
        return this;
    }

    /** Adds random events of some days. */
    public TestCatalogue randomEvents(Random random, int users, int movies, int count, long firstSecond, int days) {
        for (int i = 0; i < count; i++) {
            String type = List.of("click", "view", "rating").get(random.nextInt(3));
            event(new TestEvent(
                    "e" + events.size(),
                    1 + random.nextInt(users),
                    1 + random.nextInt(movies),
                    type,
                    type.equals("rating") ? (1 + random.nextInt(10)) / 2.0 : null,
                    (firstSecond + random.nextInt(days * 86_400)) * 1_000_000));
        }
        return this;
    }

    /** Random histories; many ratings fall into the same second, and some movies are rated by nobody. */
    public static TestCatalogue random(long seed, int users, int movies, int ratingsPerUser) {
        Random random = new Random(seed);
        TestCatalogue catalogue = new TestCatalogue();
        for (long movie = 1; movie <= movies; movie++) {
            List<String> some = new ArrayList<>();
            for (String genre : GENRES) {
                if (random.nextInt(4) == 0) {
                    some.add(genre);
                }
            }
            catalogue.movie(movie, some.toArray(String[]::new));
        }
        for (long user = 1; user <= users; user++) {
            long second = 1_000_000_000L + random.nextInt(20_000);
            int count = 1 + random.nextInt(ratingsPerUser);
            List<Long> candidates = new ArrayList<>(catalogue.genres.keySet());
            for (int i = 0; i < count && !candidates.isEmpty(); i++) {
                long movie = candidates.remove(random.nextInt(candidates.size()));
                catalogue.rating(user, movie, (1 + random.nextInt(10)) / 2.0, second);
                second += random.nextInt(3) * (long) random.nextInt(5_000);
            }
        }
        return catalogue;
    }

    /** Makes the tables that view SQL reads. */
    public void load(DuckDb duckDb) throws SQLException {
        duckDb.execute("CREATE TABLE movies (movie_id BIGINT, title VARCHAR, year BIGINT, genres VARCHAR[],"
                + " director VARCHAR, runtime_minutes DOUBLE, vote_average DOUBLE, vote_count BIGINT)");
        duckDb.execute("CREATE TABLE ratings (user_id BIGINT, movie_id BIGINT, rating DOUBLE, rated_at TIMESTAMP)");
        duckDb.execute("CREATE TABLE interactions (event_id VARCHAR, user_id BIGINT, movie_id BIGINT,"
                + " interaction_type VARCHAR, rating DOUBLE, duration_seconds DOUBLE, occurred_at TIMESTAMP)");
        try (PreparedStatement insert = duckDb.connection()
                .prepareStatement(
                        "INSERT INTO movies VALUES (?, ?, 1999, string_split(nullif(?, ''), '|'), 'D', 90, 7.5, 10)")) {
            for (Map.Entry<Long, List<String>> movie : genres.entrySet()) {
                insert.setLong(1, movie.getKey());
                insert.setString(2, "Movie " + movie.getKey());
                insert.setString(3, String.join("|", movie.getValue()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        duckDb.execute("UPDATE movies SET genres = [] WHERE genres IS NULL");
        try (PreparedStatement insert = duckDb.connection()
                .prepareStatement("INSERT INTO ratings VALUES (?, ?, ?, make_timestamp(?::BIGINT * 1000000))")) {
            for (TestRating rating : ratings) {
                insert.setLong(1, rating.userId());
                insert.setLong(2, rating.movieId());
                insert.setDouble(3, rating.stars());
                insert.setLong(4, rating.second());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = duckDb.connection()
                .prepareStatement("INSERT INTO interactions VALUES (?, ?, ?, ?, ?, NULL, make_timestamp(?::BIGINT))")) {
            for (TestEvent event : events) {
                insert.setString(1, event.id());
                insert.setLong(2, event.userId());
                insert.setLong(3, event.movieId());
                insert.setString(4, event.type());
                insert.setObject(5, event.stars(), Types.DOUBLE);
                insert.setLong(6, event.micros());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    public static DuckDb open(Path folder) throws SQLException, IOException {
        return DuckDb.open(folder, "128MB", 2);
    }
}

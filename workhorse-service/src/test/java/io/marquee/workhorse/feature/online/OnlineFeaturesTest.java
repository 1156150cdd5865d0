package io.marquee.workhorse.feature.online;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueCodec;
import io.marquee.contract.feature.ValueType;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.platform.event.EventPublisher;
import io.marquee.workhorse.feature.OnlineStoreReader;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.InteractionService;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class OnlineFeaturesTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    @Inject
    AgroalDataSource dataSource;

    @Inject
    OfflineStore offline;

    @Inject
    Materialization materialization;

    @Inject
    StreamingRefresh refresh;

    @Inject
    OnlineStore store;

    @Inject
    OnlineStoreReader reader;

    @Inject
    ActiveDefinitions definitions;

    @Inject
    InteractionService interactions;

    @Inject
    EventPublisher publisher;

    @Inject
    RedisDataSource redis;

    @Inject
    Redis rawRedis;

    private CatalogueTables tables;

    @BeforeEach
    void catalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.materialization");
        redis.flushall();
        tables.execute("""
                INSERT INTO catalog.movies (movie_id, title, year, genres, source) VALUES
                    (1, 'One', 1995, '{Drama}', 'standard'), (2, 'Two', NULL, '{}', 'standard')""");
        tables.execute("""
                INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES
                    (7, 1, 4, '2024-01-01T00:00:00Z', 'standard'), (8, 1, 5, '2024-01-01T00:00:10Z', 'standard')""");
    }

    @Test
    void shouldBringTheNewestRowsOnlineAndShowThemOverHttp() {
        // When
        given().post("/api/v1/features/build")
                .then()
                .statusCode(200)
                .body(
                        "builds.view",
                        equalTo(List.of(
                                "labels",
                                "movie_metadata",
                                "movie_popularity",
                                "movie_rating_stats",
                                "user_activity",
                                "user_behaviour",
                                "user_genre_affinity",
                                "user_genre_interaction")))
                .body("builds.rows", equalTo(List.of(2, 2, 0, 4, 0, 2, 2, 2)));
        given().post("/api/v1/features/materialize")
                .then()
                .statusCode(200)
                .body(
                        "views.view",
                        equalTo(List.of(
                                "movie_metadata",
                                "movie_rating_stats",
                                "user_behaviour",
                                "user_genre_affinity",
                                "user_genre_interaction",
                                "user_history")))
                .body("views.rows_written", equalTo(List.of(2, 2, 2, 2, 2, 2)))
                .body("views.rows_newer", equalTo(List.of(0, 0, 0, 0, 0, 0)));

        // Then
        given().get("/api/v1/features/movie_metadata/1")
                .then()
                .statusCode(200)
                .body("view", equalTo("movie_metadata"))
                .body("entity_id", equalTo(1))
                .body("event_timestamp", equalTo("1970-01-01T00:00:00Z"))
                .body("values.title", equalTo("One"))
                .body("values.year", equalTo(1995))
                .body("values.genres", equalTo(List.of("Drama")));
        given().get("/api/v1/features/movie_rating_stats/1")
                .then()
                .body("event_timestamp", equalTo("2024-01-01T00:00:11Z"))
                .body("values.rating_count", equalTo(2))
                .body("values.rating_mean", equalTo(4.5f))
                .body("values.popularity", equalTo(2.0f));
        given().get("/api/v1/features/movie_metadata/2")
                .then()
                .body("event_timestamp", equalTo("1970-01-01T00:00:00Z"))
                .body("values.year", equalTo(null))
                .body("values.genres", equalTo(List.of()));
        given().get("/api/v1/features/movie_rating_stats/2").then().body("values.rating_count", equalTo(0));
        given().get("/api/v1/features/user_history/7")
                .then()
                .body("values.movie_ids", equalTo(List.of(1)))
                .body("values.ratings", equalTo(List.of(4.0f)));
        given().get("/api/v1/features/views")
                .then()
                .body("views.name", hasItems("movie_metadata", "user_behaviour", "user_history"))
                .body("views[0].join_keys", equalTo(List.of("movie_id")))
                .body("views[0].fields[0].type", equalTo("STRING"))
                .body("views[0].offline.rows", equalTo(2))
                .body("views[0].online.rows_written", equalTo(2))
                .body("views.find { it.name == 'user_history' }.offline", equalTo(null));
    }

    @Test
    void shouldSayWhatIsMissing() {
        given().get("/api/v1/features/movie_metadata/404")
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no row of movie_metadata for 404"));
        given().get("/api/v1/features/no_view/1")
                .then()
                .statusCode(404)
                .body("detail", startsWith("there is no feature view"));
        given().get("/api/v1/features/movie_metadata/x").then().statusCode(404);
        given().post("/api/v1/features/materialize")
                .then()
                .statusCode(409)
                .body("detail", equalTo("'movie_metadata' has no offline rows yet; build the features first"));
    }

    @Test
    void shouldWriteFeastsBytesUnderFeastsKey() throws Exception {
        // Given
        offline.build(line -> {});

        // When
        materialization.materialize(line -> {});

        // Then
        byte[] key = EntityKey.of("movie_id", 1).redisKey("marquee");
        Response row = send(Request.cmd(Command.HMGET)
                .arg(key)
                .arg(HashField.ofFeature("movie_metadata", "title"))
                .arg(HashField.ofFeature("movie_rating_stats", "rating_count"))
                .arg(HashField.ofTimestamp("movie_rating_stats")));
        assertThat(ValueCodec.decode(row.get(0).toBytes())).isEqualTo("One");
        assertThat(ValueCodec.decode(row.get(1).toBytes())).isEqualTo(2L);
        assertThat(ValueCodec.decodeTimestamp(row.get(2).toBytes())).isEqualTo(START.plusSeconds(11));
        assertThat(send(Request.cmd(Command.HLEN).arg(key)).toInteger()).isEqualTo(13);
        assertThat(send(Request.cmd(Command.TTL).arg(key)).toLong()).isBetween(30 * 86_400L - 60, 30 * 86_400L);
    }

    @Test
    void shouldLeaveTheSameRowsWhenMaterialisedTwice() throws Exception {
        // Given
        offline.build(line -> {});
        materialization.materialize(line -> {});
        Map<String, OnlineRow> before = rows();

        // When
        List<Materialized> again = materialization.materialize(line -> {});

        // Then
        assertThat(again).extracting(Materialized::rowsWritten).containsExactly(2L, 2L, 2L, 2L, 2L, 2L);
        assertThat(rows()).isEqualTo(before).hasSize(10);
    }

    @Test
    void shouldNeverReplaceARowByAnOlderOne() {
        // Given
        var view = definitions.get().view("user_history");

        // When / Then
        assertThat(store.write(view, List.of(history(START.plusNanos(500), 1))))
                .isEqualTo(new OnlineStore.Written(1, 0));
        assertThat(store.write(view, List.of(history(START.plusNanos(499), 2))))
                .isEqualTo(new OnlineStore.Written(0, 1));
        assertThat(store.write(view, List.of(history(START.minusSeconds(1), 3))))
                .isEqualTo(new OnlineStore.Written(0, 1));
        assertThat(movieIds()).isEqualTo(List.of(1L));
        assertThat(store.write(view, List.of(history(START.plusNanos(500), 4))))
                .isEqualTo(new OnlineStore.Written(1, 0));
        assertThat(movieIds()).isEqualTo(List.of(4L));
        assertThat(store.write(view, List.of(history(START.plusSeconds(1), 5))))
                .isEqualTo(new OnlineStore.Written(1, 0));
        assertThat(movieIds()).isEqualTo(List.of(5L));
    }

    @Test
    void shouldLoadItsScriptAgainWhenRedisHasForgottenIt() {
        // Given
        var view = definitions.get().view("user_history");
        store.write(view, List.of(history(START, 1)));
        redis.execute("SCRIPT", "FLUSH");

        // When
        store.write(view, List.of(history(START.plusSeconds(1), 2)));

        // Then
        assertThat(movieIds()).isEqualTo(List.of(2L));
    }

    @Test
    void shouldFollowARatingEventIntoTheOnlineRows() throws Exception {
        // Given
        offline.build(line -> {});
        materialization.materialize(line -> {});

        // When
        publisher.publishAndWait(
                UserInteraction.rating("live-" + System.nanoTime(), START.plusSeconds(60), "test", 7, 2, 1.5));
        publisher.publishAndWait(
                UserInteraction.rating("genre-" + System.nanoTime(), START.plusSeconds(60), "test", 9, 1, 2.5));

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(row("user_history", 7).values().get("movie_ids")).isEqualTo(List.of(1L, 2L));
            assertThat(row("user_history", 7).values().get("ratings")).isEqualTo(List.of(4.0, 1.5));
            assertThat(row("user_behaviour", 7).values().get("rating_mean")).isEqualTo(2.75);
            assertThat(row("movie_rating_stats", 2).values().get("rating_count"))
                    .isEqualTo(1L);
            assertThat(row("movie_rating_stats", 2).eventTimestamp()).isEqualTo(START.plusSeconds(61));
            assertThat(store.read("user_genre_interaction", userAndGenre(9, "Drama")))
                    .hasValueSatisfying(row -> assertThat(row.values())
                            .containsEntry("rating_count", 1L)
                            .containsEntry("rating_mean", 2.5));
        });
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(tables.only("SELECT count(*) FROM features.refresh_queue"))
                        .isEqualTo("0"));
    }

    @Test
    void shouldCountARatingThatArrivesLateAlthoughTheRowsTimeStays() throws Exception {
        // Given
        offline.build(line -> {});
        materialization.materialize(line -> {});

        // When
        interactions.store(List.of(UserInteraction.rating("late", START.plusSeconds(5), "test", 9, 1, 1.0)));

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        row("movie_rating_stats", 1).values().get("rating_count"))
                .isEqualTo(3L));
        assertThat(row("movie_rating_stats", 1).eventTimestamp()).isEqualTo(START.plusSeconds(11));

        // When: the rows of before that rating are brought online again
        materialization.materialize(line -> {});

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        row("movie_rating_stats", 1).values().get("rating_count"))
                .isEqualTo(3L));
    }

    @Test
    void shouldLeaveEntriesThatAnotherInstanceWorksOnUntilTheirLeaseEnds() throws Exception {
        // Given
        tables.execute("INSERT INTO features.refresh_queue (entity, entity_id, claimed_until) VALUES"
                + " ('user', 7, now() + interval '1 hour'), ('user', 8, now() - interval '1 second')");

        // When / Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(tables.rows("SELECT entity_id FROM features.refresh_queue"))
                        .containsExactly("7"));
        assertThat(reader.read("user_behaviour", 8)).isPresent();
        assertThat(reader.read("user_behaviour", 7)).isEmpty();
    }

    /** The same definition must give the same row by both ways, for every entity of a random catalogue. */
    @Test
    void shouldGiveTheSameRowsByRefreshAsByMaterialisation() throws Exception {
        // Given
        fillAtRandom(new Random(20260101), 120, 90);
        offline.build(line -> {});
        materialization.materialize(line -> {});
        Map<String, OnlineRow> materialized = rows();
        redis.flushall();

        // When
        refresh.refresh("user", new TreeSet<>(ids("SELECT DISTINCT user_id FROM catalog.ratings")));
        refresh.refresh("movie", new TreeSet<>(ids("SELECT movie_id FROM catalog.movies")));

        // Then
        Map<String, OnlineRow> refreshed = rows();
        assertThat(refreshed).hasSize(120 * 3 + 90 * 2).containsOnlyKeys(materialized.keySet());
        materialized.forEach((entity, row) -> assertSame(entity, row, Objects.requireNonNull(refreshed.get(entity))));
    }

    private static void assertSame(String entity, OnlineRow wanted, OnlineRow given) {
        assertThat(given.eventTimestamp()).as(entity).isEqualTo(wanted.eventTimestamp());
        wanted.values().forEach((feature, value) -> {
            if (value instanceof Double number) {
                assertThat((Double) given.values().get(feature))
                        .as("%s %s", entity, feature)
                        .isCloseTo(number, within(1e-6));
            } else {
                assertThat(given.values().get(feature))
                        .as("%s %s", entity, feature)
                        .isEqualTo(value);
            }
        });
    }

    private void fillAtRandom(Random random, int users, int movies) throws SQLException {
        tables.clear();
        String[] genres = {"Action", "Comedy", "Drama", "Horror", "War"};
        List<String> movieRows = new ArrayList<>();
        for (int movie = 1; movie <= movies; movie++) {
            String genre = genres[random.nextInt(genres.length)] + "," + genres[random.nextInt(genres.length)];
            movieRows.add("(%d, 'Movie %d', %d, '{%s}', 'standard')".formatted(movie, movie, 1950 + movie, genre));
        }
        List<String> ratingRows = new ArrayList<>();
        for (int user = 1; user <= users; user++) {
            for (int i = 0, movie = 1 + random.nextInt(5);
                    i < 12 && movie <= movies;
                    i++, movie += 1 + random.nextInt(9)) {
                ratingRows.add("(%d, %d, %s, to_timestamp(%d), 'standard')"
                        .formatted(
                                user,
                                movie,
                                (5 + random.nextInt(46)) / 10.0,
                                1_600_000_000L + random.nextInt(40) * 3_600));
            }
        }
        tables.execute("INSERT INTO catalog.movies (movie_id, title, year, genres, source) VALUES "
                + String.join(",", movieRows));
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES "
                + String.join(",", ratingRows));
    }

    private List<Long> ids(String sql) throws SQLException {
        return tables.rows(sql).stream().map(Long::parseLong).toList();
    }

    private Map<String, OnlineRow> rows() throws SQLException {
        Map<String, OnlineRow> rows = new HashMap<>();
        for (var view : definitions.get().views()) {
            if (view.joinKeys().size() > 1) {
                continue;
            }
            String sql = view.joinKey().entity().equals("user")
                    ? "SELECT DISTINCT user_id FROM catalog.ratings"
                    : "SELECT movie_id FROM catalog.movies";
            for (long id : ids(sql)) {
                reader.read(view.name(), id).ifPresent(row -> rows.put(view.name() + " " + id, row));
            }
        }
        return rows;
    }

    private static EntityKey userAndGenre(long user, String genre) {
        return new EntityKey(List.of(
                new EntityKey.Part("user_id", ValueType.INT64, user),
                new EntityKey.Part("genre", ValueType.STRING, genre)));
    }

    private OnlineRow row(String view, long id) {
        return reader.read(view, id).orElseThrow(() -> new AssertionError("no row of " + view + " for " + id));
    }

    private @Nullable Object movieIds() {
        return row("user_history", 42).values().get("movie_ids");
    }

    private static EntityRow history(Instant time, long movieId) {
        return new EntityRow(
                EntityKey.of("user_id", 42),
                new OnlineRow(time, Map.of("movie_ids", List.of(movieId), "ratings", List.of(3.0))));
    }

    private Response send(Request request) {
        return Objects.requireNonNull(
                rawRedis.send(request).toCompletionStage().toCompletableFuture().join());
    }
}

package io.marquee.workhorse.feature.skew;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueCodec;
import io.marquee.contract.feature.ValueType;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.platform.event.EventPublisher;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Predictions as serving makes them, from Redis, against the build that covers their time. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class SkewServiceTest {

    private static final int USERS = 12;
    private static final int MOVIES = 9;

    private static final String GENRE = "Action";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EventPublisher publisher;

    @Inject
    RedisDataSource redis;

    @Inject
    ActiveDefinitions definitions;

    @Inject
    SkewService service;

    private CatalogueTables tables;
    private int events;

    @BeforeEach
    void catalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.materialization, features.skew_sample,"
                + " features.skew_report, features.catalogue_restore");
        redis.flushall();
        tables.execute("INSERT INTO catalog.movies (movie_id, title, year, genres, runtime_minutes, source)"
                + " SELECT m, 'Film ' || m, 1980 + m, CASE WHEN m % 3 = 0 THEN '{Drama,Comedy}'::text[] ELSE '{Action}'"
                + " END, 90 + m, 'standard' FROM generate_series(1, " + MOVIES + ") m");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source, updated_at)"
                + " SELECT u, m, 0.5 + (u * m) % 10 / 2.0, now() - (u * 7 + m) * interval '1 hour', 'standard',"
                + " now() - interval '1 day' FROM generate_series(1, " + USERS + ") u, generate_series(1, " + MOVIES
                + ") m WHERE (u + m) % 3 <> 0");
        build();
        given().post("/api/v1/features/materialize").then().statusCode(200);
    }

    @Test
    void shouldFindNoSkewInARealRunOfEvents() throws Exception {
        // Given
        for (int i = 0; i < 30; i++) {
            predict(1 + i % USERS, 1 + i % MOVIES, "factor_model");
            if (i % 3 == 0) {
                publisher.publishAndWait(UserInteraction.rating(
                        "skew-rating-" + i + "-" + System.nanoTime(),
                        Instant.now(),
                        "test",
                        100 + i,
                        1 + i % MOVIES,
                        3.5));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> tables.only("SELECT count(*) FROM features.refresh_queue")
                                .equals("0"));
                predict(100 + i, 1 + i % MOVIES, "movie_only");
            }
        }
        build();
        awaitKept(40);

        // When
        SkewReport report = service.compare();

        // Then
        assertThat(report.features())
                .allSatisfy(feature -> assertThat(feature.examples()).isEmpty());
        assertThat(report.skewed()).isZero();
        assertThat(report.compared()).isGreaterThan(500);
        assertThat(report.events()).isEqualTo(40);
        assertThat(report.complete()).isTrue();
        assertThat(report.answers()).isEqualTo(Map.of(AnswerKind.MODEL, 30L, AnswerKind.COLD_START, 10L));
    }

    @Test
    void shouldNameTheFeatureWhoseRowInRedisIsWrong() throws Exception {
        // Given
        FeatureReference wrong = ratingMeanOfUsers();
        predict(7, 1, "factor_model");
        redis.hash(byte[].class, byte[].class, byte[].class)
                .hset(
                        EntityKey.of("user_id", 7).redisKey("marquee"),
                        HashField.ofFeature(wrong.view(), wrong.feature()),
                        ValueCodec.encode(ValueType.DOUBLE, 0.75));
        predict(7, 2, "factor_model");
        predict(8, 2, "factor_model");
        predict(7, 2, "degraded");
        build();
        awaitKept(4);

        // When
        given().post("/api/v1/features/skew")
                .then()
                .statusCode(200)
                .body("skewed", equalTo(1))
                .body("features[0].view", equalTo(wrong.view()))
                .body("features[0].feature", equalTo(wrong.feature()))
                .body("features[0].compared", equalTo(3))
                .body("features[0].outcomes", equalTo(Map.of("equal", 2, "differing", 1)))
                .body("features[0].examples[0].entity", equalTo("user_id 7"))
                .body("features[0].examples[0].served", equalTo(0.75f))
                .body("features[1].ratio", equalTo(0.0f))
                .body("answers", equalTo(Map.of("model", 3, "degraded", 1)));

        // Then
        SkewReport kept = service.newest().orElseThrow();
        assertThat(kept.features().getFirst().ratio()).isEqualTo(1.0 / 3);
        assertThat(kept.features().getFirst().examples()).hasSize(1);
        given().get("/metrics")
                .then()
                .body(containsString("marquee_feature_skew_ratio{feature=\"" + wrong.feature() + "\",view=\""
                        + wrong.view() + "\"} 0.333"));
    }

    @Test
    void shouldCompareViewsOfSeveralKeysAndThoseOfNow() throws Exception {
        // Given: a wrong number of a user's genre, and a history that somebody has cut
        var hashes = redis.hash(byte[].class, byte[].class, byte[].class);
        FeatureView taste = definitions.get().view("user_genre_interaction").view();
        hashes.hset(
                key(taste, 7, 1).redisKey("marquee"),
                HashField.ofFeature(taste.name(), "rating_count"),
                ValueCodec.encode(ValueType.INT64, 77L));
        hashes.hset(
                EntityKey.of("user_id", 8).redisKey("marquee"),
                HashField.ofFeature("user_history", "ratings"),
                ValueCodec.encode(ValueType.DOUBLE_LIST, List.of(0.5)));
        predict(7, 1, "factor_model");
        predict(8, 1, "factor_model");
        build();
        awaitKept(2);

        // When
        SkewReport report = service.compare();

        // Then
        assertThat(report.skewed()).isEqualTo(2);
        SkewReport.FeatureSkew count = report.features().get(0);
        assertThat(count.view() + ":" + count.feature()).isEqualTo("user_genre_interaction:rating_count");
        assertThat(count.compared()).isEqualTo(2);
        assertThat(count.examples().getFirst().entity()).isEqualTo("user_id 7, genre " + GENRE);
        SkewReport.FeatureSkew history = report.features().get(1);
        assertThat(history.view() + ":" + history.feature()).isEqualTo("user_history:ratings");
        assertThat(history.outcomes()).isEqualTo(Map.of(SkewOutcome.EQUAL, 1L, SkewOutcome.DIFFERING, 1L));
        assertThat(history.examples().getFirst().eventId()).isEqualTo(PresentComparison.READ);
        assertThat(history.examples().getFirst().entity()).isEqualTo("user_id 8");
    }

    @Test
    void shouldTellALateEventFromSkew() throws Exception {
        // Given: it tells of the time before the prediction, and comes after it
        predict(7, 1, "factor_model");
        awaitKept(1);
        publisher.publishAndWait(UserInteraction.rating(
                "skew-late-" + System.nanoTime(), Instant.now().minusSeconds(1800), "test", 7, 2, 0.5));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> tables.only("SELECT count(*) FROM catalog.ratings WHERE user_id = 7 AND movie_id = 2")
                        .equals("1"));
        build();

        // When
        SkewReport report = service.compare();

        // Then
        FeatureReference changed = ratingMeanOfUsers();
        assertThat(report.skewed()).isZero();
        assertThat(report.features())
                .filteredOn(feature -> feature.view().equals(changed.view())
                        && feature.feature().equals(changed.feature()))
                .singleElement()
                .satisfies(mean -> assertThat(mean.outcomes()).isEqualTo(Map.of(SkewOutcome.REWRITTEN, 1L)));
    }

    @Test
    void shouldWaitForABuildThatCoversThePrediction() throws Exception {
        // Given
        predict(7, 1, "factor_model");
        awaitKept(1);

        // When
        SkewReport report = service.compare();

        // Then
        assertThat(report.events()).isZero();
        assertThat(report.waiting()).isEqualTo(1);
        assertThat(report.features()).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissing() throws SQLException {
        given().get("/api/v1/features/skew")
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no skew report yet; POST here makes one"));
        tables.execute("TRUNCATE features.offline_build");
        given().post("/api/v1/features/skew")
                .then()
                .statusCode(409)
                .body("detail", equalTo("there are no offline rows to compare with yet; build the features first"));
    }

    /** Reads all features of a user and a movie from Redis, and says so as controltower does. */
    private void predict(long userId, long movieId, String method) throws Exception {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        columns.put(ModelPrediction.MOVIE_ID, List.of(movieId));
        columns.put("genre", List.of(GENRE));
        Map<String, FeatureRows> rows = new LinkedHashMap<>();
        for (ViewDefinition definition : definitions.get().views()) {
            FeatureView view = definition.view();
            // Views of streams move with time alone; their parity has a test of its own.
            boolean logged = definition.offline() && definition.computation() instanceof Computation.Sql;
            if (logged && !method.equals("degraded")) {
                OnlineRow row = read(view, key(view, userId, movieId));
                for (FeatureField field : view.fields()) {
                    columns.put(
                            new FeatureReference(view.name(), field.name()).fullName(),
                            Collections.singletonList(
                                    row == null ? null : row.values().get(field.name())));
                }
                rows.put(
                        view.name(),
                        new FeatureRows(
                                view.version(), Collections.singletonList(row == null ? null : row.eventTimestamp())));
            }
        }
        publisher.publishAndWait(new ModelPrediction(
                "skew-" + System.nanoTime() + "-" + events++,
                Instant.now(),
                "controltower",
                "personal-rating",
                "1",
                userId,
                columns,
                List.of(4.0),
                List.of(),
                1.0,
                Map.of("methods", List.of(method), "degraded", method.equals("degraded")),
                null,
                null,
                rows));
    }

    private static EntityKey key(FeatureView view, long userId, long movieId) {
        return new EntityKey(view.joinKeys().stream()
                .map(key -> new EntityKey.Part(
                        key.column(),
                        key.type(),
                        switch (key.column()) {
                            case "user_id" -> userId;
                            case "genre" -> GENRE;
                            default -> movieId;
                        }))
                .toList());
    }

    private @Nullable OnlineRow read(FeatureView view, EntityKey key) {
        List<String> features = view.fields().stream().map(FeatureField::name).toList();
        List<byte @Nullable []> hash = new ArrayList<>();
        for (byte[] field : OnlineRow.hashFields(view.name(), features)) {
            hash.add(redis.hash(byte[].class, byte[].class, byte[].class).hget(key.redisKey("marquee"), field));
        }
        return OnlineRow.fromHash(features, hash);
    }

    private FeatureReference ratingMeanOfUsers() {
        return definitions.get().views().stream()
                .filter(view -> view.view().joinKeys().getFirst().column().equals("user_id")
                        && view.view().field("rating_mean").isPresent())
                .map(view -> new FeatureReference(view.name(), "rating_mean"))
                .findFirst()
                .orElseThrow();
    }

    private static void build() {
        given().post("/api/v1/features/build").then().statusCode(200);
    }

    private void awaitKept(int wanted) {
        await().atMost(Duration.ofSeconds(20)).until(() -> tables.only("SELECT count(*) FROM features.skew_sample")
                .equals(Integer.toString(wanted)));
    }
}

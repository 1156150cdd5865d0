package io.marquee.controltower;

import static io.marquee.controltower.testing.TestModels.NEW_MOVIE;
import static io.marquee.controltower.testing.TestModels.NO_MOVIE;
import static io.marquee.controltower.testing.TestModels.STRANGER;
import static io.marquee.controltower.testing.TestModels.USER;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.Recommendation;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import io.marquee.controltower.testing.OnlineRows;
import io.marquee.controltower.testing.ServingStack;
import io.marquee.controltower.testing.TestModels;
import io.marquee.controltower.testing.TestRegistry;
import io.marquee.controltower.testing.TopicReader;
import io.marquee.platform.event.EventPublisher;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see, over real Redis, Kafka and PostgreSQL and a model folder fetched from a registry. */
@QuarkusTest
@WithTestResource(ServingStack.class)
class ServingApiTest {

    private static final String RUN = "c".repeat(32);
    private static final String MOVIE_RUN = "d".repeat(32);

    @ConfigProperty(name = ServingStack.REGISTRY_ROOT)
    Path registry;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    RedisDataSource redis;

    @Inject
    EventPublisher publisher;

    @BeforeEach
    void serveVersionOne() throws IOException {
        TestRegistry registered = new TestRegistry(registry, publisher);
        registered.promote("personal-rating", 1, RUN, TestModels.personalFolder(RUN, TestModels.MEAN));
        registered.promote("movie-rating", 1, MOVIE_RUN, TestModels.movieFolder(MOVIE_RUN));
        TestRegistry.awaitServed("personal-rating", "1");
        TestRegistry.awaitServed("movie-rating", "1");
        new OnlineRows(redis)
                .clear()
                .movie(10, "Ten", 1995, 1.5)
                .movie(30, "Thirty", 2001, 0.5)
                .movie(NEW_MOVIE, "New", 2025, 0)
                .user(USER, 4.0);
    }

    @Test
    void shouldPredictAndTellKafka() {
        // Given
        String requestId = UUID.randomUUID().toString();

        // When
        given().contentType(ContentType.JSON)
                .header("X-Request-ID", requestId)
                .body(Map.of("user_id", USER, "movie_ids", List.of(10, 20, NEW_MOVIE)))
                .post("/api/v1/predict")
                .then()
                .statusCode(200)
                .header("X-Request-ID", requestId)
                .body("user_id", is(1))
                .body("model.name", is("personal-rating"))
                .body("model.version", is("1"))
                .body("arm", is("champion"))
                .body("degraded", is(false))
                .body("request_id", is(requestId))
                .body("predictions.movie_id", contains(10, 20, 70))
                .body("predictions.title", contains("Ten", null, "New"))
                .body("predictions.rating", contains(4.25f, 3.5f, 3.75f))
                .body("predictions.method", contains("factor_model", "factor_model", "movie_rating_cold_start"));

        // Then
        ModelPrediction event =
                eventually(() -> TopicReader.read(kafka, Topic.MODEL_PREDICTIONS, ModelPrediction.class).stream()
                        .filter(prediction -> requestId.equals(prediction.requestId()))
                        .toList());
        assertThat(event.modelId()).isEqualTo("personal-rating");
        assertThat(event.predictions()).containsExactly(4.25, 3.5, 3.75);
        assertThat(event.inputFeatures())
                .containsEntry("movie_id", List.of(10, 20, 70))
                .containsEntry("movie_metadata__year", Arrays.asList(1995, null, 2025))
                .containsEntry("movie_rating_stats__popularity", Arrays.asList(1.5, null, 0.0))
                .containsEntry("user_behaviour__rating_mean", List.of(4.0, 4.0, 4.0));
    }

    @Test
    void shouldRecommendAndTellKafka() {
        // Given
        String requestId = UUID.randomUUID().toString();

        // When
        given().header("X-Request-ID", requestId)
                .get("/api/v1/users/1/recommendations?k=2")
                .then()
                .statusCode(200)
                .body("user_id", is(1))
                .body("algorithm", is("factor_model"))
                .body("model.version", is("1"))
                .body("recommendations.movie_id", contains(30, 50))
                .body("recommendations.title", contains("Thirty", null))
                .body("recommendations.rank", contains(1, 2))
                .body("recommendations.score", contains(3.75f, 3.25f))
                .body("degraded", is(false))
                .body("request_id", is(requestId));

        // Then
        Recommendation event =
                eventually(() -> TopicReader.read(kafka, Topic.RECOMMENDATIONS, Recommendation.class).stream()
                        .filter(r -> requestId.equals(r.requestContext().get("request_id")))
                        .toList());
        assertThat(event.userId()).isEqualTo(1);
        assertThat(event.recommendations()).containsExactly(30L, 50L);
    }

    @Test
    void shouldNotRecommendWhatTheUserHasRatedSinceTraining() {
        // Given
        new OnlineRows(redis).history(USER, List.of(10L, 20L, 30L), List.of(4.0, 3.0, 5.0));

        // When // Then
        given().get("/api/v1/users/1/recommendations")
                .then()
                .statusCode(200)
                .body("recommendations.movie_id", not(contains(30)))
                .body("recommendations.size()", is(3));
    }

    @Test
    void shouldNameTheFallbackWhenTheUserIsUnknown() {
        // When // Then
        given().get("/api/v1/users/" + STRANGER + "/recommendations?k=2")
                .then()
                .statusCode(200)
                .body("algorithm", is("popularity"))
                .body("recommendations.movie_id", contains(40, 20));
        predict("{\"user_id\": 999, \"movie_ids\": [10]}")
                .statusCode(200)
                .body("predictions[0].method", is("movie_only"))
                .body("predictions[0].rating", is(3.5f));
    }

    @Test
    void shouldRateAMovieByItself() {
        // When // Then
        given().get("/api/v1/movies/10/rating")
                .then()
                .statusCode(200)
                .body("movie_id", is(10))
                .body("title", is("Ten"))
                .body("rating", is(4.0f))
                .body("method", is("movie_rating"))
                .body("model.name", is("movie-rating"))
                .body("model.version", is("1"))
                .body("degraded", is(false));
    }

    @Test
    void shouldAnswerOlderClientsInTheirShapes() {
        // When // Then
        given().get("/batch-predict?k=2")
                .then()
                .statusCode(200)
                .body("recommended_content_id", contains(40, 20))
                .body("k", is(2))
                .body("user_id", nullValue());
        given().contentType(ContentType.JSON)
                .body("{\"user_id\": 1}")
                .post("/batch-predict")
                .then()
                .statusCode(200)
                .body("recommended_content_id", contains(30, 50, 40, 60))
                .body("user_id", is(1))
                .body("k", is(10));
        given().get("/recommendations?k=1").then().statusCode(200).body("recommended_content_id", contains(40));
        given().get("/api/v1/recommendations?k=1&user_id=1")
                .then()
                .statusCode(200)
                .body("user_id", is(1))
                .body("recommendations", contains(30))
                .body("count", is(1))
                .body("algorithm", is("factor_model"));
    }

    @Test
    void shouldTakeInARatingAndTellKafka() {
        // Given
        String eventId = "client-" + UUID.randomUUID();

        // When
        for (int sent = 0; sent < 2; sent++) {
            interact("""
                            {"user_id": 7, "movie_id": 10, "interaction_type": "rating", "rating": 4.5, "session_id": "s",
                             "event_id": "%s", "timestamp": "2026-01-31T12:00:00+09:00", "metadata": {"page": 3}}""".formatted(eventId))
                    .statusCode(202)
                    .body("event_id", is(eventId))
                    .body("status", is("accepted"))
                    .body("message", is("the rating of user 7 is stored"));
        }

        // Then
        UserInteraction event =
                eventually(() -> TopicReader.read(kafka, Topic.USER_INTERACTIONS, UserInteraction.class).stream()
                        .filter(interaction -> interaction.eventId().equals(eventId))
                        .limit(1)
                        .toList());
        assertThat(event.userId()).isEqualTo(7);
        assertThat(event.contentId()).isEqualTo(10);
        assertThat(event.interactionType()).isEqualTo(InteractionType.RATING);
        assertThat(event.rating()).isEqualTo(4.5);
        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-31T03:00:00Z"));
        assertThat(event.sessionId()).isEqualTo("s");
        assertThat(event.metadata()).isEqualTo(Map.of("page", 3));
    }

    @Test
    void shouldTakeInASearchWithoutAMovie() {
        // When // Then
        interact("{\"user_id\": 7, \"interaction_type\": \"search\", \"search_query\": \"alien\"}")
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"user_id\": 1, \"movie_ids\": [404, 10]} | 404 | movie_id | there is no movie_id 404",
                "{\"movie_ids\": [10]} | 400 | user_id | 'user_id' is required, got: null",
                "{\"user_id\": 1} | 400 | movie_ids | 'movie_ids' must name at least one movie, got: null",
                "{\"user_id\": 1, \"movie_ids\": []} | 400 | movie_ids | 'movie_ids' must name at least one movie, got: []",
                "{\"user_id\": 1, \"movie_ids\": [null]} | 400 | movie_ids | 'movie_ids' is required, got: null",
                "{\"user_id\": 0, \"movie_ids\": [10]} | 400 | user_id"
                        + " | 'user_id' must be a whole number greater than 0, got: 0",
                "{\"user_id\": 1, \"movie_ids\": [-3]} | 400 | movie_ids"
                        + " | 'movie_ids' must be a whole number greater than 0, got: -3",
                "{\"user_id\": \"abc\", \"movie_ids\": [10]} | 400 | user_id"
                        + " | 'user_id' must be a whole number, got: abc",
                "{\"user_id\": \"12\", \"movie_ids\": [10]} | 400 | user_id"
                        + " | 'user_id' must be a whole number, got: 12",
                "{\"user_id\": 1.5, \"movie_ids\": [10]} | 400 | user_id | 'user_id' must be a whole number, got: 1.5",
                "{\"user_id\": 1, \"movie_ids\": [\"x\"]} | 400 | movie_ids[0]"
                        + " | 'movie_ids[0]' must be a whole number, got: x",
                "{\"user_id\": 1, \"movie_ids\": 10} | 400 | movie_ids | 'movie_ids' is not valid",
            })
    void shouldRefuseABadPredictionRequest(String body, int status, String field, String detail) {
        // When // Then
        predict(body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", is(status))
                .body("field", is(field))
                .body("detail", is(detail));
    }

    @Test
    void shouldRefuseABodyThatIsNoJson() {
        // When // Then
        predict("{\"user_id\": 1, \"movie_ids\": [10")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", is("/problems/malformed-body"));
        predict("").statusCode(400).contentType("application/problem+json");
        interact("rating=5").statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/predict",
                "/batch-predict",
                "/api/v2/dags/retrain/dagRuns",
                "/api/v1/dags/retrain/dagRuns"
            })
    void shouldRefuseABodyOfMoreThanTwoMegabytes(String path) {
        // When // Then
        given().contentType(ContentType.JSON)
                .body(" ".repeat((2 << 20) + 1))
                .post(path)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", is("/problems/too-large"))
                .body("detail", is("The body is larger than the 2097152 bytes that are allowed."));
    }

    @Test
    void shouldRefuseMoreThanAThousandMovies() {
        // Given
        String movies = "10,".repeat(1_000) + "10";

        // When // Then
        predict("{\"user_id\": 1, \"movie_ids\": [" + movies + "]}")
                .statusCode(400)
                .body("field", is("movie_ids"))
                .body("detail", is("'movie_ids' must name at most 1000 movies, got: 1001 movies"));
        predict("{\"user_id\": 1, \"movie_ids\": [" + movies.substring(3) + "]}")
                .statusCode(200)
                .body("predictions.size()", is(1_000))
                .body("predictions.rating", everyItem(is(4.25f)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "1000000", "-1", "abc", "1.5", "99999999999999999999"})
    void shouldRefuseAnImpossibleK(String k) {
        for (String path : List.of(
                "/api/v1/users/1/recommendations?k=",
                "/batch-predict?k=",
                "/recommendations?k=",
                "/api/v1/recommendations?k=")) {
            // When // Then
            given().get(path + k)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("field", is("k"))
                    .body("detail", is("'k' must be a whole number from 1 to 100, got: " + k));
        }
    }

    @Test
    void shouldRefuseAnImpossibleUserOrMovieInThePath() {
        // When // Then
        given().get("/api/v1/users/abc/recommendations")
                .then()
                .statusCode(400)
                .body("detail", is("'user_id' must be a whole number greater than 0, got: abc"));
        given().get("/api/v1/movies/0/rating")
                .then()
                .statusCode(400)
                .body("detail", is("'movie_id' must be a whole number greater than 0, got: 0"));
        given().get("/api/v1/movies/" + NO_MOVIE + "/rating")
                .then()
                .statusCode(404)
                .body("detail", is("there is no movie_id 404"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"rating\", \"rating\": 11} | rating"
                        + " | 'rating' must be between 0.5 and 5.0, got: 11.0",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"rating\", \"rating\": 0} | rating"
                        + " | 'rating' must be between 0.5 and 5.0, got: 0.0",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"rating\"} | rating"
                        + " | 'rating' is required for interaction_type rating, got: null",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"view\", \"rating\": 3} | rating"
                        + " | 'rating' is only for interaction_type rating, got: 3.0",
                "{\"user_id\": 1, \"movie_id\": 2} | interaction_type" + " | 'interaction_type' is required, got: null",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"stare\"} | interaction_type"
                        + " | 'interaction_type' must be one of view, click, rating, like, dislike, share,"
                        + " watchlist_add, watchlist_remove, search, filter, got: stare",
                "{\"user_id\": 1, \"interaction_type\": \"view\"} | movie_id | 'movie_id' is required, got: null",
                "{\"movie_id\": 2, \"interaction_type\": \"view\"} | user_id | 'user_id' is required, got: null",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"view\", \"event_id\": \"a b\"} | event_id"
                        + " | 'event_id' must be 1 to 128 letters, digits, dots, colons, dashes or underscores, got: a b",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"view\", \"timestamp\": \"now\"} | timestamp"
                        + " | 'timestamp' must be an ISO-8601 time with an offset, such as 2026-01-31T12:00:00Z, got: now",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"view\","
                        + " \"timestamp\": \"2999-01-01T00:00:00Z\"} | timestamp"
                        + " | 'timestamp' must not be in the future, got: 2999-01-01T00:00:00Z",
                "{\"user_id\": 1, \"movie_id\": 2, \"interaction_type\": \"view\", \"duration_seconds\": -1}"
                        + " | duration_seconds | 'duration_seconds' must be 0 or more, got: -1.0",
            })
    void shouldRefuseABadInteraction(String body, String field, String detail) {
        // When // Then
        interact(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", is(field))
                .body("detail", is(detail));
    }

    @Test
    void shouldExposeTheMetricsThatTheRequirementsName() {
        // Given
        predict("{\"user_id\": 1, \"movie_ids\": [10, 20]}").statusCode(200);

        // When
        String metrics = given().accept("text/plain")
                .get("/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        // Then
        assertThat(metrics)
                .contains("# TYPE ml_predictions_total counter")
                .containsPattern("ml_predictions_total\\{[^}]*method=\"factor_model\"[^}]*} ")
                .containsPattern("ml_predictions_total\\{[^}]*model=\"personal-rating\"[^}]*version=\"1\"[^}]*} ")
                .contains("# TYPE ml_prediction_duration_seconds histogram")
                .containsPattern("ml_prediction_duration_seconds_bucket\\{[^}]*le=\"0.001\"[^}]*} ")
                .containsPattern("ml_prediction_duration_seconds_count\\{[^}]*model=\"personal-rating\"[^}]*} ")
                .containsPattern("ml_prediction_duration_seconds_sum\\{[^}]*} ")
                .containsPattern("(?m)^marquee_spool_pending_events(\\{[^}]*})? ")
                .containsPattern("(?m)^marquee_champion_version\\{[^}]*model=\"personal-rating\"[^}]*} 1.0");
    }

    @Test
    void shouldTellWhatIsServedAndHowItFeels() {
        // When // Then
        given().get("/api/v1/models")
                .then()
                .statusCode(200)
                .body("models.name", contains("personal-rating", "movie-rating"))
                .body("models.serving", contains(true, true))
                .body("models.version", contains("1", "1"))
                .body("models.run_id", contains(RUN, MOVIE_RUN));
        given().get("/ready")
                .then()
                .statusCode(200)
                .body("status", is("UP"))
                .body("checks.find { it.name == 'models' }.data.'personal-rating'", containsString("v1"))
                .body("checks.find { it.name == 'event-spool' }.data.state", is("flowing"))
                .body("checks.find { it.name == 'online-features' }.data.state", is("available"));
        given().get("/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/predict'.post.summary", is("How a user would rate movies"));
        given().get("/docs/").then().statusCode(200);
    }

    private static ValidatableResponse predict(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/predict")
                .then();
    }

    private static ValidatableResponse interact(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/events/user-interaction")
                .then();
    }

    private static <E> E eventually(Callable<List<E>> events) {
        List<E> found = await().atMost(Duration.ofSeconds(20)).until(events, list -> !list.isEmpty());
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}

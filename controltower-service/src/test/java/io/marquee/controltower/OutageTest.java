package io.marquee.controltower;

import static io.marquee.controltower.testing.TestModels.NEW_MOVIE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.marquee.contract.event.ModelPrediction;
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
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see while a part is killed, and after it is back. */
@QuarkusTest
@WithTestResource(ServingStack.class)
class OutageTest {

    private static final int VERSION = 60;
    private static final String RUN = "e".repeat(32);

    @ConfigProperty(name = ServingStack.REGISTRY_ROOT)
    Path registry;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    RedisDataSource redis;

    @Inject
    EventPublisher publisher;

    @BeforeEach
    void serve() throws IOException {
        new TestRegistry(registry, publisher)
                .promote("personal-rating", VERSION, RUN, TestModels.personalFolder(RUN, TestModels.MEAN));
        TestRegistry.awaitServed("personal-rating", Integer.toString(VERSION));
        new OnlineRows(redis).clear().movie(10, "Ten", 1995, 1.5);
    }

    @Test
    void shouldAnswerFastFromItsOwnTablesWhileRedisIsDown() {
        // Given
        predict("[10]").statusCode(200).body("degraded", is(false)).body("predictions.title", contains("Ten"));

        // When
        ServingStack.kill("REDIS");

        // Then
        for (int i = 0; i < 50; i++) {
            predict("[10]")
                    .statusCode(200)
                    .body("degraded", is(true))
                    .body("predictions.rating", contains(4.25f))
                    .body("predictions[0].title", nullValue());
        }
        long began = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            predict("[10, " + NEW_MOVIE + "]").statusCode(200).body("degraded", is(true));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began).toMillis() / 50).isLessThan(100);
        given().get("/api/v1/users/1/recommendations")
                .then()
                .statusCode(200)
                .body("degraded", is(true))
                .body("recommendations.movie_id", contains(30, 50, 40, 60));
        given().get("/api/v1/movies/10/rating").then().statusCode(200).body("method", is("movie_only"));
        given().get("/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'online-features' }.data.state", is("degraded"));

        // When it is back
        ServingStack.revive("REDIS");

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> predict("[10]").statusCode(200).body("degraded", is(false)));
        given().get("/ready").then().body("checks.find { it.name == 'online-features' }.data.state", is("available"));
    }

    @Test
    void shouldNotWaitForARedisThatHangs() {
        // Given
        redis.execute("CLIENT", "PAUSE", "3000", "ALL");

        // When
        long slowest = 0;
        for (int i = 0; i < 30; i++) {
            long began = System.nanoTime();
            predict("[10]").statusCode(200).body("degraded", is(true));
            slowest = Math.max(slowest, System.nanoTime() - began);
        }

        // Then
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> predict("[10]").statusCode(200).body("degraded", is(false)));
    }

    @Test
    void shouldKeepEveryEventWhileKafkaIsDown() {
        // Given
        Set<String> acknowledged = new HashSet<>();
        Set<String> predicted = new HashSet<>();

        // When
        ServingStack.kill("KAFKA");
        for (int i = 0; i < 20; i++) {
            acknowledged.add(given().contentType(ContentType.JSON)
                    .body("{\"user_id\": 1, \"movie_id\": 10, \"interaction_type\": \"rating\", \"rating\": 4}")
                    .post("/api/v1/events/user-interaction")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("event_id"));
            predicted.add(predict("[10]").statusCode(200).extract().path("request_id"));
        }

        // Then
        given().get("/health").then().statusCode(200);
        given().get("/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'event-spool' }.data.pending_events", not(is(0)));
        String metrics = given().accept("text/plain").get("/metrics").asString();
        assertThat(metrics).containsPattern("(?m)^marquee_spool_pending_events(\\{[^}]*})? [1-9]");

        // When it is back
        ServingStack.revive("KAFKA");

        // Then
        await().atMost(Duration.ofSeconds(90))
                .until(() -> given().get("/ready")
                                .<Integer>path("checks.find { it.name == 'event-spool' }.data.pending_events")
                        == 0);
        Set<String> arrived = new HashSet<>();
        TopicReader.read(kafka, Topic.USER_INTERACTIONS, UserInteraction.class)
                .forEach(event -> arrived.add(event.eventId()));
        TopicReader.read(kafka, Topic.MODEL_PREDICTIONS, ModelPrediction.class)
                .forEach(event -> arrived.add(String.valueOf(event.requestId())));
        assertThat(arrived).containsAll(acknowledged).containsAll(predicted);
        given().get("/health").then().statusCode(200);
    }

    @Test
    void shouldPredictWhilePostgresIsDown() {
        // When
        ServingStack.kill("POSTGRES");

        // Then
        try {
            predict("[10]").statusCode(200).body("degraded", is(false));
            given().get("/api/v1/users/1/recommendations")
                    .then()
                    .statusCode(200)
                    .body("degraded", is(false));
            given().contentType(ContentType.JSON)
                    .body("{\"user_id\": 1, \"movie_id\": 10, \"interaction_type\": \"view\"}")
                    .post("/api/v1/events/user-interaction")
                    .then()
                    .statusCode(202);
            given().get("/ready").then().statusCode(200);
            given().get("/health").then().statusCode(200);
        } finally {
            ServingStack.revive("POSTGRES");
        }
    }

    private static ValidatableResponse predict(String movieIds) {
        return given().contentType(ContentType.JSON)
                .header("X-Request-ID", UUID.randomUUID().toString())
                .body("{\"user_id\": 1, \"movie_ids\": " + movieIds + "}")
                .post("/api/v1/predict")
                .then();
    }
}

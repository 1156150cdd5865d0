package io.marquee.nervous.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.id.EventId;
import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.marquee.nervous.TopicReader;
import io.marquee.platform.event.OutgoingEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IntakeTest extends NervousTest {

    private static final String INTERACTIONS = Topic.USER_INTERACTIONS.topicName();

    @Inject
    EventRetention retention;

    @Inject
    EventStore store;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void shouldCountAnEventThatArrivesTwiceOnce() {
        // Given
        var prediction = TestTraffic.steady(modelName, 1, 7);
        var rating = TestTraffic.rating(7, 1, 4.5, Instant.now());
        var registry = TestTraffic.championSet(modelName, 1);

        // When
        publishAll(List.of(prediction, rating, registry, prediction, rating, registry));
        publishAll(List.of(prediction, rating, registry));
        publish(TestTraffic.rating(7, 2, 3, Instant.now()));

        // Then
        eventually().until(() -> count("SELECT count(*) FROM monitoring.interaction") == 2);
        eventually().until(() -> count("SELECT count(*) FROM monitoring.prediction_event") == 1);
        eventually().until(() -> count("SELECT count(*) FROM monitoring.event_journal") == 1);
        given().get("/api/v1/intake/counts")
                .then()
                .statusCode(200)
                .body("events.'movie-model-predictions'", equalTo(1))
                .body("events.'movie-user-interactions'", equalTo(2))
                .body("events.'movie-registry-events'", equalTo(1))
                .body("events.'movie-training-events'", equalTo(0))
                .body("personal_predictions", equalTo(20))
                .body("ratings", equalTo(2));
    }

    @Test
    void shouldPutAsideWhatCannotBeStoredAndStoreTheRest() {
        // Given
        String broken = "{\"nothing\":\"" + modelName + "\"}";
        UserInteraction unstorable =
                UserInteraction.rating("nul-\u0000-" + modelName, Instant.now(), "controltower", 1, 2, 3);

        // When
        send("{\"event_id\":1".getBytes(StandardCharsets.UTF_8));
        send(broken.getBytes(StandardCharsets.UTF_8));
        send(EventCodec.encode(unstorable));
        publish(TestTraffic.rating(7, 2, 3, Instant.now()));

        // Then
        eventually().until(() -> count("SELECT count(*) FROM monitoring.interaction") == 1);
        eventually().untilAsserted(() -> assertThat(
                        TopicReader.readAll(bootstrapServers, Topic.USER_INTERACTIONS.deadLetterName()))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .contains(broken)
                .anySatisfy(value -> assertThat(value).contains("nul-").contains(modelName)));
        given().get("/metrics")
                .then()
                .body(containsString("marquee_dead_letters_total{topic=\"movie-user-interactions\"}"));
    }

    @Test
    void shouldWaitForTheDatabaseAndLoseNothing() throws SQLException {
        // Given
        execute("ALTER TABLE monitoring.interaction RENAME TO interaction_away");
        List<UserInteraction> ratings = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ratings.add(TestTraffic.rating(7, i, 3, Instant.now()));
        }

        // When
        try {
            publishAll(ratings);
            eventually().until(() -> committedLag() > 0);
        } finally {
            execute("ALTER TABLE monitoring.interaction_away RENAME TO interaction");
        }

        // Then
        eventually().until(() -> count("SELECT count(*) FROM monitoring.interaction") == 50);
        eventually().until(() -> committedLag() == 0);
    }

    @Test
    void shouldKeepNoMoreThanItIsToldTo() throws SQLException {
        // Given
        store.storeInteractions(
                List.of(TestTraffic.rating(1, 1, 3, Instant.now()), TestTraffic.rating(1, 2, 3, Instant.now())));
        store.storePredictions(List.of(TestTraffic.steady(modelName, 1, 7)));
        execute("UPDATE monitoring.interaction SET received_at = now() - interval '31 days' WHERE movie_id = 1");
        execute("UPDATE monitoring.prediction_event SET received_at = now() - interval '31 days'");

        // When
        long deleted = retention.clean();

        // Then
        assertThat(deleted).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM monitoring.interaction")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM monitoring.prediction_row")).isZero();
    }

    @Test
    void shouldSayWhenATopicWasLastHeardOf() {
        // Given
        Instant when = Instant.parse("2035-01-01T00:00:00Z");

        // When
        publish(new io.marquee.contract.event.Recommendation(
                EventId.next(when),
                when,
                "controltower",
                7,
                "factor_model",
                List.of(1L),
                Map.of(),
                1.0,
                false,
                null,
                null,
                null,
                null));

        // Then
        eventually().untilAsserted(() -> given().get("/metrics")
                .then()
                .body(containsString(
                        "marquee_last_event_timestamp_seconds{topic=\"movie-recommendations\"} 2.0512224E9"))
                .body(containsString("marquee_events_taken_total{topic=\"movie-recommendations\"} 1.0")));
    }

    private long committedLag() {
        return TopicReader.lag(bootstrapServers, INTERACTIONS, "nervous-interactions");
    }

    private void send(byte[] payload) {
        publisher
                .publish(new OutgoingEvent(INTERACTIONS, "user_1", payload, Map.of()))
                .toCompletableFuture()
                .join();
    }
}

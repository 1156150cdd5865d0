package io.marquee.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON of each event is a contract: a change of a golden file is a change for every consumer. */
class EventGoldenTest {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Event> samples() {
        return TestEvents.oneOfEach().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldWriteTheGoldenJson(Event event) throws IOException {
        assertThat(JSON.readTree(EventCodec.encode(event))).isEqualTo(JSON.readTree(golden(event)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReadTheGoldenJson(Event event) throws Exception {
        assertThat(EventCodec.decode(event.topic(), golden(event))).isEqualTo(event);
    }

    @Test
    void shouldHaveAGoldenFileForEveryTopic() {
        assertThat(samples().map(Event::topic)).containsExactlyInAnyOrder(Topic.values());
    }

    @Test
    void shouldKeepTheSevenTopicNames() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName).limit(7))
                .containsExactly(
                        "movie-user-interactions",
                        "movie-model-predictions",
                        "movie-system-alerts",
                        "movie-training-events",
                        "movie-recommendations",
                        "movie-data-quality",
                        "movie-pipeline-events");
        assertThat(Topic.USER_INTERACTIONS.deadLetterName()).isEqualTo("movie-user-interactions.dead-letter");
    }

    @Test
    void shouldGiveCloudEventsHeaders() {
        assertThat(EventCodec.headers(TestEvents.rating()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "018f3f9e-0000-7000-8000-000000000001",
                        "ce_type", "io.marquee.user_interaction",
                        "ce_source", "/marquee/controltower",
                        "ce_time", "2026-01-02T03:04:05Z",
                        "content-type", "application/json"));
    }

    @Test
    void shouldKeyEventsSoThatOneUserStaysInOrder() {
        assertThat(TestEvents.oneOfEach().stream().map(Event::key))
                .containsExactly(
                        "user_42",
                        "model_personal-rating",
                        "service_nervous",
                        "model_personal-rating",
                        "user_42",
                        "event_data_quality_event",
                        "manual__2026-01-02T03:04:05Z",
                        "model_personal-rating",
                        "manual__2026-01-02T03:04:05Z/train");
    }

    @Test
    void shouldIgnoreFieldsThatANewerProducerAdds() throws Exception {
        String json =
                new String(golden(TestEvents.rating()), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"mood\": 1,");

        assertThat(EventCodec.decode(Topic.USER_INTERACTIONS, json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TestEvents.rating());
    }

    @Test
    void shouldNameTheFieldThatIsMissing() {
        assertThatThrownBy(() -> decode("{\"event_id\":\"1\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"source\":\"x\","
                        + "\"user_id\":1,\"content_id\":2,\"interaction_type\":\"rating\"}"))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("field 'rating' is required");
    }

    @Test
    void shouldNameARatingOutOfRange() {
        assertThatThrownBy(() -> UserInteraction.rating("1", Instant.EPOCH, "x", 1, 2, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field 'rating' must be between 0.5 and 5.0, got: 11.0");
        assertThatThrownBy(() -> UserInteraction.rating("1", Instant.EPOCH, "x", 1, 2, Double.NaN))
                .hasMessage("field 'rating' must be between 0.5 and 5.0, got: NaN");
    }

    @Test
    void shouldRefuseColumnsThatDoNotMatchThePredictions() {
        assertThatThrownBy(() -> new ModelPrediction(
                        "1",
                        Instant.EPOCH,
                        "x",
                        "m",
                        "1",
                        1L,
                        Map.of("movie_id", List.of(1L)),
                        List.of(3.0, 4.0),
                        List.of(),
                        1.0,
                        Map.of(),
                        null,
                        null))
                .hasMessage("field 'input_features.movie_id' must have 2 values, one per prediction, got: 1");
    }

    @Test
    void shouldReadAPredictionOfAnOlderProducerThatDoesNotSayWhichRowsItUsed() throws Exception {
        // Given
        ObjectNode json = (ObjectNode) JSON.readTree(golden(prediction()));
        json.remove("feature_rows");

        // When
        ModelPrediction read = EventCodec.decode(ModelPrediction.class, JSON.writeValueAsBytes(json));

        // Then
        assertThat(read.featureRows()).isEmpty();
        assertThat(read.inputFeatures()).isEqualTo(prediction().inputFeatures());
        assertThat(JSON.readTree(EventCodec.encode(read))).isEqualTo(json);
    }

    @Test
    void shouldRefuseFeatureRowsThatDoNotMatchThePredictions() throws IOException {
        byte[] json = new String(golden(prediction()), StandardCharsets.UTF_8)
                .replace("\"1970-01-01T00:00:00Z\",", "")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> EventCodec.decode(Topic.MODEL_PREDICTIONS, json))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining(
                        "field 'feature_rows.movie_metadata' must have 2 event_timestamps, one per prediction, got: 1");
    }

    private static ModelPrediction prediction() {
        return samples()
                .filter(ModelPrediction.class::isInstance)
                .map(ModelPrediction.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRefuseBytesThatAreNoEvent() {
        for (String text : List.of("", "null", "[]", "{", "{}", "\u0000")) {
            assertThatThrownBy(() -> decode(text)).as(text).isInstanceOf(UndecodableEventException.class);
        }
    }

    private static Event decode(String json) throws UndecodableEventException {
        return EventCodec.decode(Topic.USER_INTERACTIONS, json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] golden(Event event) throws IOException {
        String file = "/golden/events/" + event.topic().topicName() + ".json";
        try (InputStream in = EventGoldenTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}

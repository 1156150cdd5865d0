package io.marquee.workhorse.feature.feast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.serving.TestServing;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnlineFeaturesRouteTest {

    private static final String PATH = "/get-online-features";
    private static FeastEdge edge;

    @BeforeAll
    static void start() {
        edge = new FeastEdge(Map.of("max-entities", "2000", "max-values", "3000", "max-body", "65536"));
        edge.store("user_stats", user(1), row("2021-12-31T23:00:00Z", full()));
        edge.store("user_recent", user(1), row("2026-01-02T03:00:00.5Z", Map.of("clicks", 3L)));
        edge.store("user_recent", user(2), row("2026-01-02T02:04:04.000001Z", Map.of("clicks", 4L)));
        edge.store("user_recent", user(3), row("2026-01-02T02:04:05Z", Collections.singletonMap("clicks", null)));
        edge.store(
                "user_genre",
                new EntityKey(List.of(
                        new EntityKey.Part("user_id", ValueType.INT64, 1L),
                        new EntityKey.Part("genre", ValueType.STRING, "드라마"))),
                row("2026-01-01T00:00:00Z", Map.of("affinity", 0.75)));
        edge.store(
                "device_stats",
                EntityKey.of("device_id", ValueType.INT32, 7),
                row("2026-01-01T00:00:00Z", Map.of("uses", 9L)));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void shouldAnswerColumnByColumnToTheByte() {
        // When
        HttpResponse<String> answer = edge.post(PATH, """
                {"features": ["user_stats:rating_mean", "user_recent:clicks", "user_stats:share"],
                 "entities": {"user_id": [1, 2, 9]}}""");

        // Then
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"results\":["
                        + "{\"values\":[1,2,9],\"statuses\":[\"PRESENT\",\"PRESENT\",\"PRESENT\"],"
                        + "\"event_timestamps\":[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:00Z\"]},"
                        + "{\"values\":[0.70372,null,null],\"statuses\":[\"PRESENT\",\"NOT_FOUND\",\"NOT_FOUND\"],"
                        + "\"event_timestamps\":[\"2021-12-31T23:00:00Z\",\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:00Z\"]},"
                        + "{\"values\":[0.8724706768989563,null,null],\"statuses\":[\"PRESENT\",\"NOT_FOUND\",\"NOT_FOUND\"],"
                        + "\"event_timestamps\":[\"2021-12-31T23:00:00Z\",\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:00Z\"]},"
                        + "{\"values\":[3,4,null],\"statuses\":[\"PRESENT\",\"OUTSIDE_MAX_AGE\",\"NOT_FOUND\"],"
                        + "\"event_timestamps\":[\"2026-01-02T03:00:00.500Z\",\"2026-01-02T02:04:04.000001Z\",\"1970-01-01T00:00:00Z\"]}],"
                        + "\"metadata\":{\"feature_names\":[\"user_id\",\"rating_mean\",\"share\",\"clicks\"]}}");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldWriteEachType() {
        assertThat(edge.post(PATH, """
                        {"entities": {"user": [1]}, "full_feature_names": true, "features": ["user_stats:rating_count",
                         "user_stats:level", "user_stats:name", "user_stats:active", "user_stats:seen_at",
                         "user_stats:token", "user_stats:genres", "user_stats:scores"]}""").body())
                .contains(
                        "{\"values\":[9223372036854775807],",
                        "{\"values\":[-7],",
                        "{\"values\":[\"기생\\\"충\"],",
                        "{\"values\":[true],",
                        "{\"values\":[1609459200],",
                        "{\"values\":[\"AP8=\"],",
                        "{\"values\":[[\"Drama\",\"\"]],",
                        "{\"values\":[[0.5,1e-05]],")
                .endsWith(
                        "\"metadata\":{\"feature_names\":[\"user_id\",\"user_stats__rating_count\",\"user_stats__level\","
                                + "\"user_stats__name\",\"user_stats__active\",\"user_stats__seen_at\",\"user_stats__token\","
                                + "\"user_stats__genres\",\"user_stats__scores\"]}}");
    }

    @Test
    void shouldTellAMissingValueFromAMissingRowAndFromAnOldOne() {
        // The row of user 3 is exactly as old as its view allows.
        assertThat(statuses("{\"features\": [\"user_recent:clicks\"], \"entities\": {\"user_id\": [3, 8, 2]}}"))
                .isEqualTo("[\"NULL_VALUE\",\"NOT_FOUND\",\"OUTSIDE_MAX_AGE\"]");
    }

    @Test
    void shouldAnswerAsFeastDoesWhenTold() {
        try (FeastEdge feast = new FeastEdge(Map.of("compatibility", "feast"))) {
            HttpResponse<String> answer =
                    feast.post(PATH, "{\"features\": [\"user_recent:clicks\"], \"entities\": {\"user_id\": [3, 8]}}");

            assertThat(answer.body())
                    .contains("{\"values\":[null,null],\"statuses\":[\"PRESENT\",\"PRESENT\"],\"event_timestamps\":"
                            + "[\"2026-01-02T02:04:05Z\",\"1970-01-01T00:00:00Z\"]}]");
            assertThat(feast.post(PATH, "{\"entities\": {\"user_id\": [1]}}").statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void shouldReadAFeatureServiceAndSeveralJoinKeys() {
        assertThat(edge.post(PATH, "{\"feature_service\": \"taste\", \"entities\": {\"user_id\": [1]}}")
                        .body())
                .endsWith("\"metadata\":{\"feature_names\":[\"user_id\",\"rating_mean\",\"clicks\"]}}");
        assertThat(edge.post(
                                PATH,
                                "{\"features\": [\"user_genre:affinity\", \"user_recent:clicks\", \"device_stats:uses\"],"
                                        + "\"entities\": {\"genre\": [\"드라마\"], \"user_id\": [1], \"device_id\": [7]}}")
                        .body())
                .contains(
                        "{\"values\":[\"드라마\"],",
                        "{\"values\":[0.75],\"statuses\":[\"PRESENT\"]",
                        "{\"values\":[3],",
                        "{\"values\":[9],")
                .endsWith("[\"genre\",\"user_id\",\"device_id\",\"affinity\",\"clicks\",\"uses\"]}}");
    }

    @Test
    void shouldReadRowsOfOlderFeastReleasesWhenTold() {
        try (FeastEdge old = new FeastEdge(Map.of("marquee.online-store.read-key-version2", "true"))) {
            old.store(
                    user(5).redisKeyV2(TestServing.PROJECT),
                    "user_recent",
                    row("2026-01-02T03:00:00Z", Map.of("clicks", 5L)));

            assertThat(old.post(PATH, "{\"features\": [\"user_recent:clicks\"], \"entities\": {\"user_id\": [5]}}")
                            .body())
                    .contains("{\"values\":[5],\"statuses\":[\"PRESENT\"]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'features':['no:x'],'entities':{'user_id':[1]}}|404|'{\\'module\\': \\'feast.errors\\', \\'class\\': "
                        + "\\'FeatureViewNotFoundException\\', \\'message\\': \\'Feature view no does not exist in project feast_edge\\'}'",
                "{'feature_service':'뭐','entities':{'user_id':[1]}}|404|'{\\'module\\': \\'feast.errors\\', \\'class\\': "
                        + "\\'FeatureServiceNotFoundException\\', \\'message\\': \\'Feature service \\\\ubb50 does not exist in project feast_edge\\'}'",
                "{'features':['user_stats:x'],'entities':{'user_id':[1]}}|400|'Feature x not found in feature view user_stats'",
                "{'features':['user_stats:level','user_recent:clicks'],'entities':{'movie_id':[1]}}|400|"
                        + "'Missing join key values for keys: [user_id]. Provided join_key_values: [movie_id]'",
                "{'features':['user_stats:level'],'entities':{'user_id':[1],'device_id':[1,2]}}|400|"
                        + "'All entity rows must have the same columns.'",
                "{'features':[],'entities':{'user_id':[1]}}|400|'No features specified for retrieval'",
                "{'features':['user_stats:level'],'entities':{}}|400|'Missing join key",
                "{'features':['user_stats:level'],'entities':{'user_id':[]}}|400|'Missing join key",
                "{'features':['user_stats:level']}|422|{'detail':[{'type':'missing','loc':['body','entities'],'msg':'Field required'}]}",
                "{'features':['user_stats:level'],'entities':{'user_id':[NaN]}}|422|{'detail':[{'type':'json_invalid'",
                "nothing|422|{'detail':[{'type':'json_invalid'"
            })
    void shouldRefuseInFeastsShape(String body, int status, String expected) {
        // When
        HttpResponse<String> answer = edge.post(PATH, body.replace('\'', '"'));

        // Then
        assertThat(answer.body()).startsWith(expected.replace('\'', '"'));
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void shouldRefuseWhatIsTooLargeOrOfAnotherType() {
        String ids = IntStream.range(0, 2001).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String two = "{\"features\": [\"user_stats:level\", \"user_stats:name\"], \"entities\": {\"user_id\": [%s]}}";

        assertThat(edge.post(PATH, two.formatted("\"1\"")).body())
                .isEqualTo("\"entity 'user_id', row 0: '1' is not of type INT64\"");
        assertThat(edge.post(PATH, two.formatted(ids)).body())
                .isEqualTo("\"a request may name 2000 entities, 'user_id' names 2001\"");
        assertThat(edge.post(PATH, two.formatted(ids.substring(0, ids.lastIndexOf(','))))
                        .body())
                .isEqualTo("\"a request may ask for 3000 values, not for 2000 entities with 2 features each\"");
        assertThat(edge.post(PATH, " ".repeat(70_000))).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("\"the body is larger than 65536 bytes\"");
        });
        assertThat(edge.post(PATH, HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xc3, '(', '"'}))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void shouldAnswerManyEntitiesInSeveralBatches() {
        // Given
        String ids = IntStream.rangeClosed(0, 1500).mapToObj(Integer::toString).collect(Collectors.joining(","));

        // When
        String statuses =
                statuses("{\"features\": [\"user_recent:clicks\"], \"entities\": {\"user_id\": [" + ids + "]}}");

        // Then
        assertThat(statuses).startsWith("[\"NOT_FOUND\",\"PRESENT\",\"OUTSIDE_MAX_AGE\",\"NULL_VALUE\",\"NOT_FOUND\"");
        assertThat(statuses.split(",")).hasSize(1501);
    }

    @Test
    void shouldGoOnWhenConnectionsToRedisBreak() {
        // Given
        String body = "{\"features\": [\"user_recent:clicks\"], \"entities\": {\"user_id\": [1]}}";
        assertThat(edge.post(PATH, body).statusCode()).isEqualTo(200);

        // When
        edge.command(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("normal"));

        // Then
        assertThat(edge.post(PATH, body).body()).contains("{\"values\":[3],\"statuses\":[\"PRESENT\"]");
    }

    @Test
    void shouldCountRequestsUnderFeastsNames() {
        // Given
        double before = count("success");
        double failed = count("error");

        // When
        edge.post(PATH, "{\"features\": [\"user_recent:clicks\"], \"entities\": {\"user_id\": [1, 2]}}");
        edge.post(PATH, "{}");

        // Then
        await().untilAsserted(() -> {
            assertThat(count("success") - before).isEqualTo(1);
            assertThat(count("error") - failed).isEqualTo(1);
        });
        assertThat(edge.meters
                        .get("feast_feature_server_request_latency")
                        .tags("endpoint", PATH, "feature_count", "1", "feature_view_count", "1")
                        .timer()
                        .count())
                .isPositive();
        assertThat(edge.meters
                        .get("feast_online_features_entity_count")
                        .summary()
                        .max())
                .isGreaterThanOrEqualTo(2);
        assertThat(edge.meters.get("feast_online_features_request").counter().count())
                .isPositive();
    }

    private static double count(String status) {
        return edge
                .meters
                .find("feast_feature_server_request")
                .tags("endpoint", PATH, "status", status)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static String statuses(String body) {
        String answer = edge.post(PATH, body).body();
        int last = answer.lastIndexOf("\"statuses\":") + "\"statuses\":".length();
        return answer.substring(last, answer.indexOf(']', last) + 1);
    }

    private static EntityKey user(long id) {
        return EntityKey.of("user_id", id);
    }

    private static OnlineRow row(String time, Map<String, @Nullable Object> values) {
        return new OnlineRow(Instant.parse(time), values);
    }

    private static Map<String, @Nullable Object> full() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("rating_mean", 0.70372);
        values.put("rating_count", Long.MAX_VALUE);
        values.put("level", -7);
        values.put("share", 0.8724707f);
        values.put("name", "기생\"충");
        values.put("active", true);
        values.put("seen_at", 1609459200L);
        values.put("token", new byte[] {0, -1});
        values.put("genres", Arrays.asList("Drama", ""));
        values.put("scores", Arrays.asList(0.5, 0.00001));
        return values;
    }
}

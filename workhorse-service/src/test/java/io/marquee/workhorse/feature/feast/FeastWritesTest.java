package io.marquee.workhorse.feature.feast;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.DynamicMessage;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.Materialization;
import io.marquee.workhorse.feature.online.OnlineStore;
import io.marquee.workhorse.feature.serving.ServingConfig;
import io.marquee.workhorse.feature.serving.TestServing;
import io.marquee.workhorse.feature.stream.aggregate.AggregationQuery;
import io.marquee.workhorse.platform.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FeastWritesTest {

    private static final String ROWS = """
        "df": {"user_id": [910001, 910002], "event_timestamp": ["2026-01-01T00:00:00", "2026-01-02T00:00:00"],
            "clicks": [1, 2], "rating_mean": [0.5, NaN], "rating_count": [1, 2], "level": [1, 2],
            "share": [0.5, 1], "name": ["a", "b"], "active": [true, false], "seen_at": [0, 1],
            "token": ["AA==", null], "genres": [["x"], []], "scores": [[0.5], null]}}\
        """;

    @Inject
    OnlineStore online;

    @Inject
    OfflineStore offline;

    @Inject
    FeastMetrics metrics;

    @Inject
    ServingConfig config;

    @Inject
    FeastMaterialization materialization;

    @Inject
    Materialization running;

    @Inject
    Database database;

    @Inject
    Redis redis;

    private FeastResource resource;

    /** The resource on the definitions of these tests. */
    @BeforeEach
    void resource() {
        FeastWrites writes = new FeastWrites(TestServing::definitions, online, offline, metrics);
        resource = new FeastResource(writes, materialization, metrics, config);
        for (long user : List.of(910001L, 910002L)) {
            FeastEdge.await(redis.send(
                    Request.cmd(Command.DEL).arg(EntityKey.of("user_id", user).redisKey("marquee"))));
        }
    }

    @Test
    void shouldWriteThePushedRowsOfEachViewOfTheSource() {
        // When
        jakarta.ws.rs.core.Response answer = resource.push(body("{\"push_source_name\": \"user_push\", " + ROWS));

        // Then
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getEntity()).isNull();
        assertThat(row("user_recent", 910001))
                .isEqualTo(new OnlineRow(Instant.parse("2026-01-01T00:00:00Z"), Map.of("clicks", 1L)));
        OnlineRow stats = row("user_stats", 910002);
        assertThat(stats).isNotNull();
        assertThat(stats.values())
                .containsEntry("rating_mean", null)
                .containsEntry("level", 2)
                .containsEntry("genres", List.of());
    }

    @Test
    void shouldPushRowsToTheOfflineStore() {
        try {
            // When
            jakarta.ws.rs.core.Response answer =
                    resource.push(body("{\"push_source_name\": \"user_push\", \"to\": \"offline\", " + ROWS));

            // Then
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(database.query(
                            "SELECT row_count FROM features.offline_push WHERE view IN ('user_stats', 'user_recent')",
                            row -> row.getLong(1)))
                    .containsExactly(2L, 2L);
            assertThat(row("user_recent", 910001)).isNull();
        } finally {
            database.update("DELETE FROM features.offline_push WHERE view IN ('user_stats', 'user_recent')");
        }
    }

    /** Two writers of a row would overwrite each other; past values may still be handed in. */
    @Test
    void shouldLeaveTheOnlineRowsOfAStreamToIt(@TempDir Path folder) throws IOException {
        // Given
        writeStreamedView(folder);
        FeatureDefinitions definitions = DefinitionReader.read(folder, new AggregationQuery());
        FeastWrites writes = new FeastWrites(() -> definitions, online, offline, metrics);
        FeastResource streamed = new FeastResource(writes, materialization, metrics, config);
        String refusal = "\"feature view user_clicks is computed from a stream, which alone writes its online rows\"";

        for (String to : List.of("online", "online_and_offline")) {
            // When
            jakarta.ws.rs.core.Response answer =
                    streamed.push(body("{\"push_source_name\": \"user_push\", \"to\": \"" + to + "\", " + ROWS));

            // Then
            assertThat(answer.getStatus()).isEqualTo(400);
            assertThat(text(answer)).isEqualTo(refusal);
            assertThat(row("user_recent", 910001)).isNull();
        }
        jakarta.ws.rs.core.Response answer =
                streamed.writeToOnlineStore(body("{\"feature_view_name\": \"user_clicks\", " + ROWS));
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo(refusal);
    }

    /** The definitions of these tests and a view that is aggregated from a stream. */
    private static void writeStreamedView(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/feast-definitions"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("sources.yaml"), """
                  - name: interactions
                    type: stream
                    topic: movie-user-interactions
                    table: catalog.interaction_events
                    timestamp_field: occurred_at
                    columns: {event_id: STRING, user_id: INT64, interaction_type: STRING, occurred_at: UNIX_TIMESTAMP}
                    description: What users did.
                    owner: test
                """, StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("user_clicks.yaml"), """
                view: user_clicks
                version: 1
                entities: [user]
                description: Clicks of late.
                owner: test
                source: interactions
                push_source: user_push
                hop: 5m
                ttl: 1h
                online_ttl: 1h
                aggregations:
                  - {name: clicks, function: count, where: {interaction_type: click}, window: 1h, description: Clicks.}
                """);
    }

    @Test
    void shouldWriteNothingWhenOneRowCannotBeUsed() {
        // Given
        String broken = ROWS.replace("\"clicks\": [1, 2]", "\"clicks\": [1, \"many\"]");

        // When
        jakarta.ws.rs.core.Response answer =
                resource.push(body("{\"push_source_name\": \"user_push\", \"to\": \"online_and_offline\", " + broken));

        // Then
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo("\"column 'clicks', row 1: 'many' is not of type INT64\"");
        assertThat(row("user_stats", 910001)).isNull();
        assertThat(row("user_recent", 910001)).isNull();
    }

    @Test
    void shouldWriteRowsOfAViewButNotOlderOnes() {
        // Given
        String body = "{\"feature_view_name\": \"user_recent\", \"df\": {\"user_id\": [910001], \"clicks\": [%d],"
                + " \"event_timestamp\": [\"%s\"], \"created\": [null]}, \"allow_registry_cache\": false}";

        // When
        jakarta.ws.rs.core.Response answer =
                resource.writeToOnlineStore(body(body.formatted(5, "2026-01-03T00:00:00")));
        resource.writeToOnlineStore(body(body.formatted(4, "2026-01-02T00:00:00")));

        // Then
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("null");
        assertThat(row("user_recent", 910001))
                .isEqualTo(new OnlineRow(Instant.parse("2026-01-03T00:00:00Z"), Map.of("clicks", 5L)));
    }

    @Test
    void shouldWriteTheRowsOfGrpcMessages() throws Exception {
        // Given
        FeastWrites writes = new FeastWrites(TestServing::definitions, online, offline, metrics);
        GrpcRows typed = GrpcRows.write(FeastProtos.of(
                        "WriteToOnlineStoreRequest",
                        "feature_view_name",
                        "user_recent",
                        "typed_features",
                        List.of(
                                typed("user_id", "int64_val", 910001L),
                                typed("clicks", "int64_val", 7L),
                                typed("event_timestamp", "unix_timestamp_val", 1767225600L)))
                .toByteArray());
        GrpcRows text = GrpcRows.write(FeastProtos.of(
                        "WriteToOnlineStoreRequest",
                        "feature_view_name",
                        "user_recent",
                        "features",
                        List.of(text("user_id", "910002"), text("clicks", "8"), text("event_timestamp", "2026-01-01")))
                .toByteArray());

        // When
        writes.writeOnline(typed.name(), typed.table());
        writes.writeOnline(text.name(), text.table());

        // Then
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(row("user_recent", 910001)).isEqualTo(new OnlineRow(time, Map.of("clicks", 7L)));
        assertThat(row("user_recent", 910002)).isEqualTo(new OnlineRow(time, Map.of("clicks", 8L)));
    }

    private static DynamicMessage typed(String column, String field, Object value) {
        return FeastProtos.entry(
                "WriteToOnlineStoreRequest", "typed_features", column, FeastProtos.value(field, value));
    }

    private static DynamicMessage text(String column, String value) {
        return FeastProtos.entry("WriteToOnlineStoreRequest", "features", column, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/push|{'push_source_name':'no','df':{'a':[1]}}|422|'{\\'module\\': \\'feast.errors\\', \\'class\\': "
                        + "\\'PushSourceNotFoundException\\', \\'message\\': \\'Unable to find push source 'no'.\\'}'",
                "/push|{'push_source_name':'no','df':{},'to':'nowhere'}|400|'nowhere is not a supported push format."
                        + " Please specify one of these ['online', 'offline', 'online_and_offline'].'",
                "/push|{'df':{}}|422|{'detail':[{'type':'missing','loc':['body','push_source_name'],'msg':'Field"
                        + " required'}]}",
                "/push|{'push_source_name':'no'}|422|{'detail':[{'type':'missing','loc':['body','df'],'msg':'Field"
                        + " required'}]}",
                "/write-to-online-store|{'feature_view_name':'no','df':{}}|404|'{\\'module\\': \\'feast.errors\\',"
                        + " \\'class\\': \\'FeatureViewNotFoundException\\', \\'message\\': \\'Feature view no does not"
                        + " exist\\'}'",
                "/materialize|{}|400|'start_ts and end_ts are required when disable_event_timestamp is False'",
                "/materialize|{'start_ts':'2026-01-02','end_ts':'2026-01-01'}|400|"
                        + "'start_ts (2026-01-02T00:00:00Z) must be before end_ts (2026-01-01T00:00:00Z)'",
                "/materialize|{'start_ts':'soon','end_ts':'2026-01-01'}|400|'Invalid timestamp format: 'start_ts' is"
                        + " no moment of ISO 8601, got: 'soon''",
                "/materialize|{'feature_views':['no']}|404|'{\\'module\\': \\'feast.errors\\', \\'class\\': "
                        + "\\'FeatureViewNotFoundException\\', \\'message\\': \\'Feature view no does not exist\\'}'",
                "/materialize-incremental|{}|422|{'detail':[{'type':'missing','loc':['body','end_ts'],'msg':'Field"
                        + " required'}]}",
                "/materialize-incremental|{'end_ts':'2026-01-01','version':'v2'}|400|"
                        + "'Version-qualified materialization is not supported: online versioning is disabled.'",
                "/materialize|[|422|{'detail':[{'type':'json_invalid'",
            })
    void shouldRefuseInFeastsShape(String path, String body, int status, String expected) {
        // When
        String answer = given().body(body.replace('\'', '"'))
                .when()
                .post(path)
                .then()
                .statusCode(status)
                .extract()
                .asString();

        // Then
        assertThat(answer.replace('"', '\'')).startsWith(expected);
    }

    @Test
    void shouldMaterializeAndAnswerWhenItIsDone() {
        given().body("{\"end_ts\": \"2100-01-01T00:00:00\", \"feature_views\": [\"user_history\"]}")
                .when()
                .post("/materialize-incremental")
                .then()
                .statusCode(200)
                .body(equalTo("null"));
        given().body("{\"start_ts\": \"2000-01-01\", \"end_ts\": \"2100-01-01T00:00:00Z\", \"feature_views\":"
                        + " [\"user_history\"]}")
                .when()
                .post("/materialize")
                .then()
                .statusCode(200)
                .body(equalTo("null"));
    }

    @Test
    void shouldBeginToMaterializeUnlessSomebodyDoesSo() {
        // Given
        String body = "{\"disable_event_timestamp\": true, \"feature_views\": [\"user_history\"]}";
        database.update(
                "INSERT INTO features.materialization (view) VALUES ('user_history') ON CONFLICT (view) DO NOTHING");
        database.update(
                "UPDATE features.materialization SET owner = 'another', started_at = ?, claimed_until = ? WHERE view ="
                        + " ?",
                Instant.now(),
                Instant.now().plus(Duration.ofMinutes(5)),
                "user_history");
        assertThat(running.running()).contains("user_history");

        // When
        for (String path : List.of("/materialize?async=true", "/materialize")) {
            given().body(body)
                    .when()
                    .post(path)
                    .then()
                    .statusCode(409)
                    .body("feature_views", equalTo(List.of("user_history")))
                    .body(
                            "error",
                            equalTo("Cannot start async materialization — the following feature views are already in"
                                    + " MATERIALIZING state: ['user_history']. Use ?force=true to override."));
        }
        given().body(body)
                .when()
                .post("/materialize?async=true&force=true")
                .then()
                .statusCode(202)
                .body(equalTo("{\"status\":\"accepted\",\"feature_views\":[\"user_history\"]}"));

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> running.running().isEmpty());
    }

    private @Nullable OnlineRow row(String view, long user) {
        FeatureView definition = TestServing.definitions().view(view).view();
        List<String> features =
                definition.fields().stream().map(FeatureField::name).toList();
        Request request =
                Request.cmd(Command.HMGET).arg(EntityKey.of("user_id", user).redisKey("marquee"));
        OnlineRow.hashFields(view, features).forEach(request::arg);
        Response answer = FeastEdge.await(redis.send(request));
        List<byte @Nullable []> hash = new ArrayList<>();
        for (int i = 0; i < answer.size(); i++) {
            hash.add(answer.get(i) == null ? null : answer.get(i).toBytes());
        }
        return OnlineRow.fromHash(features, hash);
    }

    private static ByteArrayInputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(jakarta.ws.rs.core.Response answer) {
        return new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8);
    }
}

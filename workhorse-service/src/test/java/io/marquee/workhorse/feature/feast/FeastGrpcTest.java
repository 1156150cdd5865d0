package io.marquee.workhorse.feature.feast;

import static io.marquee.workhorse.feature.feast.FeastProtos.entry;
import static io.marquee.workhorse.feature.feast.FeastProtos.get;
import static io.marquee.workhorse.feature.feast.FeastProtos.list;
import static io.marquee.workhorse.feature.feast.FeastProtos.of;
import static io.marquee.workhorse.feature.feast.FeastProtos.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeastGrpcTest {

    private static final String GET = "feast.serving.ServingService/GetOnlineFeatures";
    private static FeastEdge edge;
    private static GrpcClient client;

    @BeforeAll
    static void start() {
        edge = new FeastEdge(Map.of("max-body", "65536"));
        client = new GrpcClient(edge.port());
        edge.store(
                "user_stats",
                EntityKey.of("user_id", 21),
                new OnlineRow(
                        Instant.parse("2021-12-31T23:00:00.5Z"),
                        Map.of("share", 0.5f, "genres", List.of("Drama", "SF"), "rating_count", 0L)));
        edge.store(
                "user_recent",
                EntityKey.of("user_id", 22),
                new OnlineRow(Instant.parse("2026-01-02T01:00:00Z"), Map.of("clicks", 4L)));
    }

    @AfterAll
    static void stop() {
        client.close();
        edge.close();
    }

    @Test
    void shouldSayWhoServes() {
        DynamicMessage answer = client.call(
                "feast.serving.ServingService/GetFeastServingInfo",
                of("GetFeastServingInfoRequest"),
                "GetFeastServingInfoResponse");

        assertThat(get(answer, "version")).isEqualTo("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "GrpcFeatureServer/GetOnlineFeatures"})
    void shouldAnswerWithTheValuesStatusesAndTimesOfTheRows(String method) {
        // When
        DynamicMessage answer = client.call(
                method,
                request(
                        List.of(
                                "user_stats:share",
                                "user_stats:genres",
                                "user_stats:rating_count",
                                "user_stats:level",
                                "user_recent:clicks"),
                        true,
                        21,
                        22),
                "GetOnlineFeaturesResponse");

        // Then
        DynamicMessage names = (DynamicMessage) get((DynamicMessage) get(answer, "metadata"), "feature_names");
        assertThat(get(names, "val"))
                .isEqualTo(List.of(
                        "user_id",
                        "user_stats__share",
                        "user_stats__genres",
                        "user_stats__rating_count",
                        "user_stats__level",
                        "user_recent__clicks"));
        List<?> results = (List<?>) get(answer, "results");
        Timestamp none = Timestamp.getDefaultInstance();
        Timestamp stats = Timestamp.newBuilder()
                .setSeconds(1640991600)
                .setNanos(500_000_000)
                .build();
        Timestamp recent = Timestamp.newBuilder().setSeconds(1767315600).build();
        assertVector(
                results.get(0),
                List.of(value("int64_val", 21L), value("int64_val", 22L)),
                "PRESENT PRESENT",
                none,
                none);
        assertVector(results.get(1), List.of(value("float_val", 0.5f), of("Value")), "PRESENT NOT_FOUND", stats, none);
        assertVector(
                results.get(2),
                List.of(list("string_list_val", "Drama", "SF"), of("Value")),
                "PRESENT NOT_FOUND",
                stats,
                none);
        assertVector(results.get(3), List.of(value("int64_val", 0L), of("Value")), "PRESENT NOT_FOUND", stats, none);
        assertVector(results.get(4), List.of(of("Value"), of("Value")), "NULL_VALUE NOT_FOUND", stats, none);
        assertVector(
                results.get(5),
                List.of(of("Value"), value("int64_val", 4L)),
                "NOT_FOUND OUTSIDE_MAX_AGE",
                none,
                recent);
    }

    @Test
    void shouldReadAFeatureServiceAndCompressedMessages() {
        // When
        DynamicMessage answer = client.call(
                GET,
                of("GetOnlineFeaturesRequest", "feature_service", "taste", "entities", entities(21)),
                "GetOnlineFeaturesResponse",
                CallOptions.DEFAULT.withCompression("gzip"));

        // Then
        assertThat((List<?>) get(answer, "results")).hasSize(3);
    }

    @Test
    void shouldRefuseByStatus() {
        assertRefused(
                GET,
                request(List.of("no:x"), false, 1),
                Status.Code.NOT_FOUND,
                "Feature view no does not exist in project feast_edge");
        assertRefused(
                GET,
                of("GetOnlineFeaturesRequest", "feature_service", "no", "entities", entities(1)),
                Status.Code.NOT_FOUND,
                "Feature service no does not exist in project feast_edge");
        assertRefused(
                GET,
                of("GetOnlineFeaturesRequest"),
                Status.Code.INVALID_ARGUMENT,
                "No features specified for retrieval");
        assertRefused(
                GET,
                request(List.of("user_stats:level")),
                Status.Code.INVALID_ARGUMENT,
                "Missing join key values for keys: [user_id]. Provided join_key_values: [user_id]");
        // A message of another kind: its field 2 is text, not a list of features.
        assertRefused(
                GET,
                of("PushRequest", "stream_feature_view", "user_push"),
                Status.Code.INVALID_ARGUMENT,
                "not a GetOnlineFeaturesRequest: ");
        assertRefused(
                "GrpcFeatureServer/Nothing",
                of("GetOnlineFeaturesRequest"),
                Status.Code.UNIMPLEMENTED,
                "there is no method GrpcFeatureServer/Nothing");
    }

    @Test
    void shouldRefuseRowsThatCannotBeWritten() {
        // Given
        List<DynamicMessage> text = List.of(entry("PushRequest", "features", "user_id", "1"));
        List<DynamicMessage> typed = List.of(entry("PushRequest", "typed_features", "user_id", value("int64_val", 1L)));

        // Then
        assertRefused(
                "GrpcFeatureServer/Push",
                of("PushRequest", "stream_feature_view", "no", "to", "online", "features", text),
                Status.Code.INVALID_ARGUMENT,
                "Unable to find push source 'no'.");
        assertRefused(
                "GrpcFeatureServer/Push",
                of("PushRequest", "features", text, "typed_features", typed),
                Status.Code.INVALID_ARGUMENT,
                "Only one of features or typed_features may be set, not both");
        assertRefused(
                "GrpcFeatureServer/Push",
                of("PushRequest", "stream_feature_view", "user_push", "to", "online", "typed_features", typed),
                Status.Code.INVALID_ARGUMENT,
                "column 'event_timestamp' of feature view user_");
        assertRefused(
                "GrpcFeatureServer/WriteToOnlineStore",
                of("WriteToOnlineStoreRequest", "feature_view_name", "no"),
                Status.Code.NOT_FOUND,
                "Feature view no does not exist");
    }

    @Test
    void shouldRefuseMessagesThatAreTooLarge() {
        assertThatThrownBy(() -> client.call(
                        GET,
                        request(
                                List.of("user_stats:level"),
                                false,
                                LongStream.range(0, 20_000).toArray()),
                        "GetOnlineFeaturesResponse"))
                .isInstanceOf(StatusRuntimeException.class);
    }

    private static void assertVector(Object vector, List<DynamicMessage> values, String statuses, Timestamp... times) {
        DynamicMessage message = (DynamicMessage) vector;
        assertThat(get(message, "values")).isEqualTo(values);
        assertThat(((List<?>) get(message, "statuses"))
                        .stream().map(String::valueOf).toList())
                .isEqualTo(List.of(statuses.split(" ")));
        assertThat(((List<?>) get(message, "event_timestamps"))
                        .stream()
                                .map(time -> ((DynamicMessage) time).toByteString())
                                .toList())
                .isEqualTo(Stream.of(times).map(Timestamp::toByteString).toList());
    }

    private static void assertRefused(String method, DynamicMessage request, Status.Code code, String message) {
        assertThatThrownBy(() -> client.call(method, request, "GetOnlineFeaturesResponse"))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(code);
                    assertThat(refused.getStatus().getDescription()).startsWith(message);
                });
    }

    private static DynamicMessage request(List<String> features, boolean fullNames, long... users) {
        return of(
                "GetOnlineFeaturesRequest",
                "features",
                of("FeatureList", "val", features),
                "full_feature_names",
                fullNames,
                "entities",
                entities(users));
    }

    private static DynamicMessage request(List<String> features) {
        return request(features, false);
    }

    private static List<DynamicMessage> entities(long... users) {
        List<DynamicMessage> values =
                LongStream.of(users).mapToObj(user -> value("int64_val", user)).toList();
        return List.of(entry("GetOnlineFeaturesRequest", "entities", "user_id", of("RepeatedValue", "val", values)));
    }
}

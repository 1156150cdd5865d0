package io.marquee.workhorse.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.marquee.workhorse.training.mlflow.TrackingClient.Metric;
import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client does when a server misbehaves; that it understands a real one is shown by the pipeline test. */
class MlflowTrackingClientTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private MlflowTrackingClient client;
    private int status = 200;
    private String body = "{}";

    @TempDir
    Path temporary;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent);
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        client = new MlflowTrackingClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldNameCallAndServersMessageWhenRefused() {
        // Given
        status = 400;
        body = "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"no such run\"}";

        // When, Then
        assertThatThrownBy(() -> client.setTags("r", Map.of("a", "b")))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE"))
                .hasMessageMatching(
                        "tracking server: POST http://127.0.0.1:\\d+/api/2.0/mlflow/runs/log-batch answered 400"
                                + " INVALID_PARAMETER_VALUE: no such run");
    }

    @Test
    void shouldShowTheFirstLineWhenTheAnswerIsNotFromMlflow() {
        // Given
        status = 502;
        body = "<html>Bad gateway\n<body>long</body>";

        // When, Then
        assertThatThrownBy(() -> client.version("m", 1))
                .isInstanceOf(TrackingException.class)
                .hasMessageEndingWith(" answered 502: <html>Bad gateway");
        status = 200;
        assertThatThrownBy(() -> client.version("m", 1)).hasMessageEndingWith("answered something that is not JSON");
    }

    @Test
    void shouldSayThatTheServerCannotBeReached() {
        // Given
        server.stop(0);

        // When, Then
        assertThatThrownBy(() -> client.experiment("x"))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("/api/2.0/mlflow/experiments/get-by-name?experiment_name=x failed: ");
    }

    @Test
    void shouldSendMetricsInBatchesThatMlflowTakes() {
        // Given
        List<Metric> metrics = IntStream.range(0, 2_500)
                .mapToObj(step -> new Metric("train_rmse", 0.5, NOW, step))
                .toList();

        // When
        client.logMetrics("r", metrics);

        // Then
        assertThat(requests).hasSize(3);
        assertThat(requests.getLast()).contains("\"step\":2499").doesNotContain("\"step\":1999");
    }

    @Test
    void shouldRefuseArtefactsThatTheServerDoesNotServe() {
        // Given
        Run run = new Run("r", "1", "s3://bucket/1/r/artifacts");

        // When, Then
        assertThatThrownBy(() -> client.uploadArtifact(run, "model/MLmodel", temporary.resolve("f")))
                .hasMessageContaining("artefacts at s3://bucket/1/r/artifacts cannot be reached");
        assertThat(ArtifactLocation.pathOf("mlflow-artifacts:/1/abc/artifacts/model"))
                .isEqualTo("1/abc/artifacts/model");
        assertThat(ArtifactLocation.pathOf("mlflow-artifacts://host:5000/1/abc"))
                .isEqualTo("1/abc");
    }

    @Test
    void shouldNotWriteOutsideTheTargetWhenAServerAsksForIt() {
        // Given
        body = "{\"artifact_uri\":\"mlflow-artifacts:/1/abc\",\"files\":[{\"path\":\"..\",\"is_dir\":false}]}";

        // When, Then
        assertThatThrownBy(() -> client.download(new Version("m", 1, "x", "r", Map.of()), temporary))
                .hasMessageContaining("has a file with an unsafe name: ..");
    }
}

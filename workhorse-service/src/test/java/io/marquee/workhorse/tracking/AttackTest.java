package io.marquee.workhorse.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.storage.ObjectStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that mean harm, beside those of {@code ArtifactProxyTest} (paths), {@code ModelRegistryTest} (sources) and
 * {@code WebhookResourceTest} (addresses): each is refused with a 4xx and leaves nothing behind.
 */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class AttackTest {

    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectStore store;

    private MlflowHttp mlflow;
    private String run;
    private String root;

    @BeforeEach
    void startRun() {
        mlflow = new MlflowHttp(base);
        String experiment = mlflow.newExperiment();
        run = mlflow.newRun(experiment);
        root = experiment + "/" + run + "/artifacts";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc",
                "file:///etc",
                "file:/etc",
                "http://169.254.169.254/",
                "s3://other/bucket",
                "../..",
                "C:\\\\windows",
                "mlflow-artifacts:/../..",
                "mlflow-artifacts://host/1",
                "runs:/x/y"
            })
    void shouldKeepFilesOfAnExperimentNowhereElse(String location) {
        // When
        MlflowHttp.Answer answer = mlflow.post(
                "experiments/create",
                "{\"name\": \"at " + location + " " + run + "\", \"artifact_location\": \"" + location + "\"}");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }

    @Test
    void shouldNotTakeAPathThatIsOverlong() throws IOException {
        // When
        MlflowHttp.Answer longName = mlflow.raw("PUT", PROXY + root + "/" + "a".repeat(701), "x");
        MlflowHttp.Answer deep = mlflow.raw("PUT", PROXY + root + "/" + "a/".repeat(400) + "f", "x");
        MlflowHttp.Answer overAndOver = mlflow.raw("PUT", PROXY + root + "/%" + "25".repeat(60) + "2e", "x");
        MlflowHttp.Answer huge = mlflow.raw("GET", PROXY + root + "/" + "a".repeat(100_000), "");

        // Then
        for (MlflowHttp.Answer answer : List.of(longName, deep, overAndOver, huge)) {
            assertThat(answer.status()).isBetween(400, 499);
        }
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%0d%0aX-Injected:%201", "a%0ab", "a%0db", "%e2%80%a8%0d%0a", "a%00b", "a%7fb", "%250d%250aX:1"})
    void shouldTakeNoNameWithALineBreak(String name) throws IOException {
        // When
        MlflowHttp.Answer upload = mlflow.raw("PUT", PROXY + root + "/" + name, "x");
        String download = head("GET " + PROXY + root + "/" + name);

        // Then
        assertThat(upload.status()).isEqualTo(400);
        assertThat(download)
                .startsWith("HTTP/1.1 400")
                .doesNotContain("X-Injected")
                .doesNotContain("\nX:");
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    @Test
    void shouldNotLetANameSpeakInHeaders() throws IOException {
        // Given: quotes, semicolons and letters that a header cannot have are legal in names
        String name = "a%22%3b%20filename=evil.html%3b%20%c3%a9";
        assertThat(mlflow.raw("PUT", PROXY + root + "/" + name, "<script>alert(1)</script>")
                        .status())
                .isEqualTo(200);

        // When
        String head = head("GET " + PROXY + root + "/" + name);

        // Then
        assertThat(head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition")))
                .singleElement()
                .asString()
                .endsWith("attachment; filename*=UTF-8''a%22%3B%20filename%3Devil.html%3B%20%C3%A9");
        assertThat(head)
                .containsIgnoringCase("content-type: application/octet-stream")
                .containsIgnoringCase("nosniff");
    }

    @Test
    void shouldRefuseTenMegabytesWhereALineIsMeant() {
        // Given
        String huge = "x".repeat(10 << 20);

        // When, Then
        Map<String, String> requests = Map.of(
                "runs/log-parameter", "{\"run_id\": \"" + run + "\", \"key\": \"p\", \"value\": \"" + huge + "\"}",
                "runs/set-tag", "{\"run_id\": \"" + run + "\", \"key\": \"t\", \"value\": \"" + huge + "\"}",
                "runs/log-metric",
                        "{\"run_id\": \"" + run + "\", \"key\": \"" + huge + "\", \"value\": 1, \"timestamp\": 1}",
                "webhooks",
                        "{\"name\": \"" + huge
                                + "\", \"url\": \"https://x\", \"events\": [\"model_version.created\"]}");
        requests.forEach((call, body) -> {
            MlflowHttp.Answer answer = mlflow.post(call, body);
            assertThat(answer.status()).as(call).isEqualTo(400);
            assertThat(answer.body().length()).as(call).isLessThan(2_000);
        });
        assertThat(mlflow.get("runs/get", Map.of("run_id", run)).json().at("/run/data/params"))
                .isEmpty();
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeOrTooDeep() {
        // Given
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String nested = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);

        // When, Then
        for (String body : List.of(
                deep, nested, "{\"run_id\": " + deep + "}", "{\"tags\": " + nested + "}", "{", "[]", "\u0000")) {
            for (String call : List.of("runs/create", "runs/log-batch", "experiments/create", "webhooks")) {
                assertThat(mlflow.post(call, body).status()).as(call).isEqualTo(400);
            }
            assertThat(mlflow.send(
                                    "POST",
                                    "/api/2.0/mlflow-artifacts/mpu/create/" + root,
                                    BodyPublishers.ofString(body))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(mlflow.post("runs/create", "{\"x\": \"" + "y".repeat(21 << 20) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    /** Everything before the body. */
    private String head(String request) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            String text = answer.toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? text : text.substring(0, end);
        }
    }
}

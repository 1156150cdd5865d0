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
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that mean harm, beside those of {@code ArtifactProxyTest} (paths), {@code ModelRegistryTest} (sources) and
 * {@code WebhookResourceTest} (addresses): each is refused with a 4xx and leaves nothing behind.
 */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class AttackTest {

    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

    private static final Pattern CONTENT_LENGTH =
            Pattern.compile("^content-length: (\\d+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

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
                "runs/log-batch",
                        "{\"run_id\": \"" + run + "\", \"metrics\": [{\"key\": \"m\", \"value\": 1, \"timestamp\": 1}],"
                                + " \"params\": [{\"key\": \"p\", \"value\": \"" + huge + "\"}]}",
                "runs/create", "{\"experiment_id\": \"0\", \"run_name\": \"" + huge + "\"}",
                "runs/search", "{\"experiment_ids\": [\"0\"], \"filter\": \"params.a = '" + huge + "'\"}",
                "experiments/create", "{\"name\": \"" + huge + "\"}",
                "registered-models/create", "{\"name\": \"" + huge + "\"}",
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
        assertThat(mlflow.get("runs/get", Map.of("run_id", run)).json().at("/run/data/metrics"))
                .isEmpty();
    }

    @Test
    void shouldRefuseABodyThatIsTooDeepOrNoObject() {
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
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/2.0/mlflow/runs/create, 20971520, error_code",
        "POST, /ajax-api/2.0/mlflow/runs/create, 20971520, error_code",
        "PATCH, /api/2.0/mlflow/registered-models/update, 20971520, error_code",
        "POST, /api/2.0/mlflow-artifacts/mpu/create/1/2/artifacts, 20971520, error_code",
        "POST, /api/v1/ingestions, 4194304, /problems/too-large",
        "POST, /api/v1/features/historical, 16777216, /problems/too-large",
    })
    void shouldRefuseABodyThatIsLargerThanItsPathAllows(String method, String path, int limit, String shape)
            throws IOException {
        // When: nothing of it is sent, or a byte too many without saying so before
        String announced = answer(method, path, "Content-Length: " + (limit + 1L), "");
        String unannounced = answer(
                method,
                path,
                "Transfer-Encoding: chunked",
                Integer.toHexString(limit + 1) + "\r\n{" + " ".repeat(limit) + "\r\n0\r\n\r\n");

        // Then
        for (String answer : List.of(announced, unannounced)) {
            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains(shape)
                    .contains("larger than the " + limit + " bytes that are allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/push", "/write-to-online-store", "/materialize", "/get-online-features"})
    void shouldRefuseInFeastsWordsWhatIsLargerThanFeastsPathsAllow(String path) throws IOException {
        // When
        String answer = answer("POST", path, "Content-Length: 16777217", "{" + " ".repeat(16 << 20));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413 ").endsWith("\"the body is larger than 16777216 bytes\"");
    }

    @Test
    void shouldRefuseAFileThatIsAnnouncedAsTooLarge() throws IOException {
        // When
        String file = answer("PUT", PROXY + root + "/big", "Content-Length: 33554433", "");

        // Then
        assertThat(file)
                .startsWith("HTTP/1.1 413 ")
                .contains("The file is larger than the 33554432 bytes that are allowed.");
        assertThat(store.list("artifacts/" + root)).isEmpty();
    }

    /** One answer; the service leaves the connection open for a while, for the rest of the body. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("ends after %s", head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
    }

    private String answer(String method, String path, String header, String body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((method + " " + path
                                    + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                    + header + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            return answer(socket.getInputStream());
        }
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

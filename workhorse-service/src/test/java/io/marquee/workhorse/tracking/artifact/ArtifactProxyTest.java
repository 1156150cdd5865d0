package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of runs over HTTP, and the attempts to reach anything else. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ArtifactProxyTest {

    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectStore store;

    @Inject
    ArtifactConfig config;

    private MlflowHttp mlflow;
    private String experiment;
    private String run;
    private String root;

    @BeforeEach
    void connect() {
        mlflow = new MlflowHttp(base);
        experiment = mlflow.newExperiment();
        run = mlflow.newRun(experiment);
        root = experiment + "/" + run + "/artifacts";
    }

    @Test
    void shouldReturnEveryByteWhenAFileWasUploaded() throws Exception {
        // Given
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        URI file = base.resolve(PROXY + "/" + root + "/model/weights%20%C3%A9.bin");

        // When
        HttpResponse<String> uploaded =
                http(HttpRequest.newBuilder(file).PUT(BodyPublishers.ofByteArray(bytes)), BodyHandlers.ofString());
        HttpResponse<byte[]> downloaded = http(HttpRequest.newBuilder(file).GET(), BodyHandlers.ofByteArray());

        // Then
        assertThat(uploaded.statusCode()).isEqualTo(200);
        assertThat(uploaded.body()).isEqualTo("{}");
        assertThat(downloaded.statusCode()).isEqualTo(200);
        assertThat(downloaded.body()).isEqualTo(bytes);
        assertThat(downloaded.headers().firstValue("content-length")).contains("3000000");
        assertThat(downloaded.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(downloaded.headers().firstValue("content-disposition"))
                .contains("attachment; filename*=UTF-8''weights%20%C3%A9.bin");
        assertThat(store.exists("artifacts/" + root + "/model/weights é.bin")).isTrue();
    }

    @Test
    void shouldKeepFilesApartWhenTheirNamesHaveSemicolons() {
        // When
        for (String file : List.of("a;1.txt", "a;2.txt", "dir;x/a%3B3.txt")) {
            assertThat(mlflow.raw("PUT", PROXY + "/" + root + "/" + file, file).status())
                    .isEqualTo(200);
        }

        // Then
        assertThat(mlflow.get("artifacts/list", Map.of("run_id", run)).json().findValuesAsText("path"))
                .containsExactly("a;1.txt", "a;2.txt", "dir;x");
        assertThat(mlflow.raw("GET", PROXY + "/" + root + "/a;2.txt", "").body())
                .isEqualTo("a;2.txt");
        assertThat(mlflow.get("artifacts/list", Map.of("run_id", run, "path", "dir;x"))
                        .json()
                        .findValuesAsText("path"))
                .containsExactly("dir;x/a;3.txt");
        assertThat(mlflow.raw("GET", PROXY + "/" + root + "/..;/..;/x", "").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt,text/plain",
        "b.pkl,application/octet-stream",
        "c.png,image/png",
        "d.pdf,application/pdf",
        "MLmodel,text/plain",
        "mlproject,text/plain",
        "x.html,application/octet-stream",
        "y.svg,application/octet-stream"
    })
    void shouldSayWhatAFileIsAsMlflowDoesUnlessABrowserWouldRunIt(String file, String type) throws Exception {
        // Given
        put(root + "/" + file, "x");

        // When
        HttpResponse<String> answer = http(
                HttpRequest.newBuilder(base.resolve("/get-artifact?run_id=" + run + "&path=" + file))
                        .GET(),
                BodyHandlers.ofString());

        // Then
        assertThat(answer.headers().firstValue("content-type")).contains(type);
        assertThat(answer.headers().firstValue("content-disposition")).contains("attachment; filename=" + file);
    }

    @Test
    void shouldListFoldersAndFilesByNameAndDeleteThem() {
        // Given
        for (String file : new String[] {"b.txt", "model/MLmodel", "model/data/x.bin", "modelling.txt"}) {
            assertThat(put(root + "/" + file, "12345").status()).isEqualTo(200);
        }

        // When
        MlflowHttp.Answer top = mlflow.send("GET", PROXY + "?path=" + root, BodyPublishers.noBody());
        MlflowHttp.Answer model = mlflow.send("GET", PROXY + "?path=" + root + "/model", BodyPublishers.noBody());
        MlflowHttp.Answer byRun = mlflow.get("artifacts/list", Map.of("run_id", run, "path", "model/"));
        MlflowHttp.Answer deleted = mlflow.send("DELETE", PROXY + "/" + root + "/model", BodyPublishers.noBody());
        MlflowHttp.Answer after = mlflow.get("artifacts/list", Map.of("run_id", run));
        MlflowHttp.Answer empty = mlflow.get("artifacts/list", Map.of("run_id", run, "path", "nothing"));

        // Then
        assertThat(top.body())
                .isEqualTo("{\"files\":[{\"path\":\"b.txt\",\"is_dir\":false,\"file_size\":5},"
                        + "{\"path\":\"model\",\"is_dir\":true},"
                        + "{\"path\":\"modelling.txt\",\"is_dir\":false,\"file_size\":5}]}");
        assertThat(model.body())
                .isEqualTo("{\"files\":[{\"path\":\"MLmodel\",\"is_dir\":false,\"file_size\":5},"
                        + "{\"path\":\"data\",\"is_dir\":true}]}");
        assertThat(byRun.body())
                .isEqualTo("{\"root_uri\":\"mlflow-artifacts:/" + root
                        + "\",\"files\":[{\"path\":\"model/MLmodel\",\"is_dir\":false,\"file_size\":5},"
                        + "{\"path\":\"model/data\",\"is_dir\":true}]}");
        assertThat(deleted.body()).isEqualTo("{}");
        assertThat(after.json().get("files")).hasSize(2);
        assertThat(empty.body()).isEqualTo("{\"root_uri\":\"mlflow-artifacts:/" + root + "\"}");
    }

    @Test
    void shouldServeTheOldDownloadLink() {
        // Given
        put(root + "/model.txt", "weights");

        // When
        MlflowHttp.Answer plain =
                mlflow.send("GET", "/get-artifact?path=model.txt&run_uuid=" + run, BodyPublishers.noBody());
        MlflowHttp.Answer prefixed =
                mlflow.send("GET", "/get-artifact?path=artifacts/model.txt&run_uuid=" + run, BodyPublishers.noBody());
        MlflowHttp.Answer missing =
                mlflow.send("GET", "/get-artifact?path=other.txt&run_uuid=" + run, BodyPublishers.noBody());
        MlflowHttp.Answer escape =
                mlflow.send("GET", "/get-artifact?path=artifacts/../../x&run_uuid=" + run, BodyPublishers.noBody());

        // Then
        assertThat(plain.body()).isEqualTo("weights");
        assertThat(prefixed.body()).isEqualTo("weights");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.errorCode()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
        assertThat(escape.status()).isEqualTo(400);
    }

    @Test
    void shouldRefuseAFileThatIsAFolderAlreadyAndTheOtherWayRound() {
        // Given
        put(root + "/model/MLmodel", "x");
        put(root + "/note", "x");

        // When
        MlflowHttp.Answer overFolder = put(root + "/model", "x");
        MlflowHttp.Answer belowFile = put(root + "/note/deep/file", "x");

        // Then
        assertThat(overFolder.status()).isEqualTo(400);
        assertThat(belowFile.status()).isEqualTo(400);
    }

    @Test
    void shouldTakeNoFileForARunThatIsDeletedOrNotThere() throws Exception {
        // Given
        String other = mlflow.newExperiment();
        mlflow.post("runs/delete", "{\"run_id\": \"" + run + "\"}");

        // When
        MlflowHttp.Answer deleted = put(root + "/a", "x");
        MlflowHttp.Answer otherExperiment = put(other + "/" + run + "/artifacts/a", "x");
        MlflowHttp.Answer nobody = put(experiment + "/" + "0".repeat(32) + "/artifacts/a", "x");

        // Then
        assertThat(deleted.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(otherExperiment.status()).isEqualTo(404);
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(store.list("artifacts/" + experiment + "/")).isEmpty();
        assertThat(store.list("artifacts/" + other + "/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/../../x",
                "../../../../../../etc/passwd",
                "/etc/passwd",
                "//etc/passwd",
                "./x",
                "a//b",
                "%2e%2e/x",
                "%2e%2e%2fx",
                "a/%2e%2e/%2e%2e/%2e%2e/x",
                "..%2fx",
                "..%5cx",
                "..\\x",
                "a\\..\\..\\x",
                "%252e%252e%252fx",
                "%25252e%25252e%25252fx",
                "%2fetc%2fpasswd",
                "%252fetc%252fpasswd",
                "x%00.txt",
                "x%2500.txt",
                "%0d%0aSet-Cookie:a=b",
                "C:/windows/x",
                "C:%5cwindows",
                "file:///etc/passwd",
                "file:%2f%2f%2fetc%2fpasswd",
                "http://localhost/x",
                "%c0%ae%c0%ae/x",
                "%uff0e%uff0e/x"
            })
    void shouldReachNothingWhenThePathTriesToLeaveTheRun(String attempt) throws Exception {
        // Given
        int before = store.list("").size();

        // When
        MlflowHttp.Answer write = mlflow.raw("PUT", PROXY + "/" + root + "/" + attempt, "evil");
        MlflowHttp.Answer read = mlflow.raw("GET", PROXY + "/" + root + "/" + attempt, "");
        MlflowHttp.Answer delete = mlflow.raw("DELETE", PROXY + "/" + root + "/" + attempt, "");
        MlflowHttp.Answer list = mlflow.raw("GET", PROXY + "?path=" + root + "/" + attempt, "");
        MlflowHttp.Answer listByRun =
                mlflow.raw("GET", "/api/2.0/mlflow/artifacts/list?run_id=" + run + "&path=" + attempt, "");
        MlflowHttp.Answer old = mlflow.raw("GET", "/get-artifact?run_uuid=" + run + "&path=" + attempt, "");

        // Then
        assertThat(write.status()).as("PUT").isBetween(400, 499);
        assertThat(read.status()).as("GET").isBetween(400, 499);
        assertThat(delete.status()).as("DELETE").isBetween(400, 499);
        assertThat(list.status()).as("list").isBetween(400, 499);
        assertThat(listByRun.status()).as("list by run").isBetween(400, 499);
        assertThat(old.status()).as("get-artifact").isBetween(400, 499);
        assertThat(store.list("")).hasSize(before);
    }

    @Test
    void shouldMeasureRefusedPathsUnderOneName() throws Exception {
        // Given
        mlflow.raw("GET", PROXY + "/" + root + "/x//measured", "");

        // When
        String metrics = mlflow.raw("GET", "/metrics", "").body();

        // Then
        assertThat(metrics).contains("uri=\"" + PROXY + "/{path}\"").doesNotContain("measured");
    }

    @Test
    void shouldKeepNothingWhenAnUploadIsTooLargeOrBreaksOff() throws Exception {
        // Given
        byte[] tooLarge = new byte[(int) config.maxFileSize().asLongValue() + 1];

        // When
        MlflowHttp.Answer refused =
                mlflow.send("PUT", PROXY + "/" + root + "/big.bin", BodyPublishers.ofByteArray(tooLarge));
        breakOff(root + "/half.bin");

        // Then
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().get("message").asText())
                .isEqualTo("The file is larger than the 33554432 bytes that are allowed.");
        await().during(Duration.ofMillis(500)).untilAsserted(() -> assertThat(store.list("artifacts/" + root + "/"))
                .isEmpty());
    }

    /** Announces a thousand bytes, sends ten and hangs up. */
    private void breakOff(String path) throws IOException {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            String head =
                    "PUT " + PROXY + "/" + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n0123456789";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }
    }

    private MlflowHttp.Answer put(String path, String content) {
        return mlflow.send("PUT", PROXY + "/" + path, BodyPublishers.ofString(content));
    }

    private static <T> HttpResponse<T> http(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), handler);
        }
    }
}

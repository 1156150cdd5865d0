package io.marquee.workhorse.tracking.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The bin is emptied, and backups bring back exactly what was there. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class UpkeepTest {

    private static final String CONTENT = "the content of a model";

    @TestHTTPResource("/")
    URI base;

    @Inject
    ObjectStore store;

    @Inject
    Database database;

    private MlflowHttp mlflow;
    private String experiment;
    private String run;

    @BeforeEach
    void logARun() {
        mlflow = new MlflowHttp(base);
        experiment = mlflow.newExperiment();
        run = mlflow.newRun(experiment);
        mlflow.post("experiments/set-experiment-tag", """
                {"experiment_id": "%s", "key": "a", "value": "b\\tc"}""".formatted(experiment));
        mlflow.post("runs/log-batch", """
                {"run_id": "%s", "params": [{"key": "p", "value": "one\\ntwo\\\\N"}], "tags": [{"key": "t", "value": "v"}],
                 "metrics": [{"key": "m", "value": 0.1, "timestamp": 5, "step": 0},
                             {"key": "m", "value": "NaN", "timestamp": 6, "step": 1},
                             {"key": "n", "value": "-Infinity", "timestamp": 7}]}""".formatted(run));
        mlflow.post("runs/log-inputs", """
                {"run_id": "%s", "datasets": [{"tags": [{"key": "mlflow.data.context", "value": "training"}],
                  "dataset": {"name": "ratings", "digest": "abc", "source_type": "local", "source": "{}"}}]}""".formatted(run));
        assertThat(mlflow.sendAs(
                                "application/octet-stream",
                                "PUT",
                                file("model/MLmodel"),
                                BodyPublishers.ofString(CONTENT))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldBringBackAnExperimentExactlyAsItWas() {
        // Given
        String before = everythingOfTheRun();
        JsonNode backup = post("/backups", "{\"experiment\": \"" + experiment + "\"}");
        deleteExperiment();
        post("/gc", "{\"max_age_days\": 0}");
        MlflowHttp.Answer gone = mlflow.get("runs/get", Map.of("run_id", run));
        MlflowHttp.Answer goneFile = mlflow.send("GET", file("model/MLmodel"), BodyPublishers.noBody());

        // When
        JsonNode restored = post("/backups/" + backup.path("name").asText() + "/restore", "{}");

        // Then
        assertThat(gone.status()).isEqualTo(404);
        assertThat(goneFile.status()).isEqualTo(404);
        assertThat(restored.path("experiments").asInt()).isEqualTo(1);
        assertThat(restored.path("runs").asInt()).isEqualTo(1);
        assertThat(restored.path("files").asInt()).isEqualTo(1);
        assertThat(everythingOfTheRun()).isEqualTo(before);
        assertThat(mlflow.newExperiment()).isNotEqualTo(experiment);
    }

    @Test
    void shouldRefuseABackupThatWasChangedOrIsHereAlready() throws IOException {
        // Given
        String name = post("/backups", "{\"experiment\": \"" + experiment + "\"}")
                .path("name")
                .asText();

        // When
        MlflowHttp.Answer here = send("/backups/" + name + "/restore", "{}");
        deleteExperiment();
        post("/gc", "{\"max_age_days\": 0}");
        String key = Backup.key(name);
        byte[] good = store.open(key).readAllBytes();
        store.put(key, changed(good));
        MlflowHttp.Answer changed = send("/backups/" + name + "/restore", "{}");
        store.put(key, Arrays.copyOf(good, good.length / 2));
        MlflowHttp.Answer half = send("/backups/" + name + "/restore", "{}");
        MlflowHttp.Answer none = send("/backups/" + name.replaceFirst("\\d{9}Z", "000000000Z") + "/restore", "{}");
        MlflowHttp.Answer crooked = send("/backups/..%2F..%2Fartifacts/restore", "{}");

        // Then
        assertThat(here.status()).isEqualTo(409);
        assertThat(changed.status()).isEqualTo(422);
        assertThat(changed.json().path("detail").asText()).contains("MLmodel' as it was written");
        assertThat(half.status()).isEqualTo(422);
        assertThat(none.status()).isEqualTo(404);
        assertThat(crooked.status()).isBetween(400, 404);
        assertThat(mlflow.get("runs/get", Map.of("run_id", run)).status()).isEqualTo(404);
        assertThat(store.list("artifacts/" + experiment + "/")).isEmpty();
    }

    @Test
    void shouldBringBackEverythingIntoAnEmptyStore() {
        // Given
        String model = "backup-" + UUID.randomUUID();
        for (int version = 1; version <= 2; version++) {
            mlflow.send(
                    "POST",
                    "/api/v1/models/" + model + "/versions",
                    BodyPublishers.ofString("{\"run_id\": \"" + run + "\", \"tags\": {\"a\": \"b\"}}"));
            mlflow.send(
                    "POST",
                    "/api/v1/models/" + model + "/versions/" + version + "/promote",
                    BodyPublishers.ofString("{}"));
        }
        // More than the object store takes in one part, and nothing that packing makes smaller.
        byte[] large = new byte[9 << 20];
        new Random(5).nextBytes(large);
        assertThat(mlflow.sendAs("application/octet-stream", "PUT", file("large"), BodyPublishers.ofByteArray(large))
                        .status())
                .isEqualTo(200);
        Map<String, String> before = rows();
        String name = post("/backups", "{}").path("name").asText();
        for (String table : new String[] {"registered_model", "metric", "run", "dataset"}) {
            database.update("DELETE FROM tracking." + table);
        }
        database.update("DELETE FROM tracking.experiment WHERE id <> 0");

        // When
        JsonNode restored = post("/backups/" + name + "/restore", "{}");

        // Then
        assertThat(restored.path("models").asInt()).isPositive();
        assertThat(rows()).isEqualTo(before);
        assertThat(mlflow.send("POST", "/api/v1/models/" + model + "/rollback", BodyPublishers.ofString("{}"))
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(mlflow.send("GET", "/api/v1/experiments/backups", BodyPublishers.noBody())
                        .json()
                        .at("/backups/0/name")
                        .asText())
                .isEqualTo(name);
    }

    @Test
    void shouldEmptyTheBinButKeepWhatAModelIsMadeOf() throws IOException {
        // Given
        String used = mlflow.newRun(experiment);
        String fresh = mlflow.newRun(experiment);
        mlflow.send(
                "POST",
                "/api/v1/models/kept-" + UUID.randomUUID() + "/versions",
                BodyPublishers.ofString("{\"run_id\": \"" + used + "\"}"));
        String orphan = "artifacts/" + experiment + "/" + "0".repeat(32) + "/artifacts/left";
        store.put(orphan, new byte[] {1, 2, 3});
        mlflow.post("runs/delete", "{\"run_id\": \"" + run + "\"}");
        mlflow.post("runs/delete", "{\"run_id\": \"" + used + "\"}");

        // When
        JsonNode young = post("/gc", "{\"dry_run\": true}");
        JsonNode wouldGo = post("/gc", "{\"dry_run\": true, \"max_age_days\": 0}");
        int filesOfDryRun = store.list("artifacts/" + experiment + "/").size();
        JsonNode went = post("/gc", "{\"max_age_days\": 0}");
        JsonNode again = post("/gc", "{\"max_age_days\": 0}");

        // Then
        assertThat(young.path("runs").asInt()).isZero();
        assertThat(filesOfDryRun).isEqualTo(2);
        assertThat(went.path("runs")).isEqualTo(wouldGo.path("runs"));
        assertThat(went.path("files")).isEqualTo(wouldGo.path("files"));
        assertThat(went.path("bytes")).isEqualTo(wouldGo.path("bytes"));
        assertThat(went.path("runs").asInt()).isPositive();
        assertThat(went.path("kept_for_versions").toString()).contains(used);
        assertThat(again.path("runs").asInt()).isZero();
        assertThat(again.path("files").asInt()).isZero();
        assertThat(store.list("artifacts/" + experiment + "/")).isEmpty();
        assertThat(mlflow.get("runs/get", Map.of("run_id", run)).status()).isEqualTo(404);
        assertThat(mlflow.get("runs/get", Map.of("run_id", used)).status()).isEqualTo(200);
        assertThat(mlflow.get("runs/get", Map.of("run_id", fresh)).status()).isEqualTo(200);
        assertThat(database.query(
                        "SELECT 1 FROM tracking.metric p LEFT JOIN tracking.run r ON r.no = p.run_no WHERE"
                                + " r.no IS NULL",
                        row -> 1))
                .isEmpty();
    }

    private void deleteExperiment() {
        mlflow.post("experiments/delete", "{\"experiment_id\": \"" + experiment + "\"}");
    }

    private String everythingOfTheRun() {
        return mlflow.get("runs/get", Map.of("run_id", run)).body()
                + mlflow.get("metrics/get-history", Map.of("run_id", run, "metric_key", "m"))
                        .body()
                + mlflow.get("experiments/get", Map.of("experiment_id", experiment))
                        .json()
                        .at("/experiment/tags")
                + mlflow.send("GET", file("model/MLmodel"), BodyPublishers.noBody())
                        .body();
    }

    private String file(String path) {
        return "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/" + path;
    }

    private JsonNode post(String path, String body) {
        MlflowHttp.Answer answer = send(path, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
        return answer.json();
    }

    private MlflowHttp.Answer send(String path, String body) {
        return mlflow.send("POST", "/api/v1/experiments" + path, BodyPublishers.ofString(body));
    }

    /** The rows that a backup holds, by table. */
    private Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        Stream.concat(BackupTable.EXPERIMENTS.stream(), BackupTable.MODELS.stream())
                .forEach(table -> rows.put(table.name(), database.with(connection -> {
                    StringWriter text = new StringWriter();
                    try {
                        connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyOut("COPY (" + table.export(OptionalLong.empty()) + ") TO STDOUT", text);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return text.toString();
                })));
        // Its last column is a number of this database alone.
        rows.compute("alias_history", (table, text) -> String.valueOf(text).replaceAll("(?m)\t\\d+$", ""));
        return rows;
    }

    private static byte[] changed(byte[] archive) throws IOException {
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(archive)).readAllBytes();
        String text = new String(tar, StandardCharsets.ISO_8859_1).replace(CONTENT, CONTENT.toUpperCase(Locale.ROOT));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }
}

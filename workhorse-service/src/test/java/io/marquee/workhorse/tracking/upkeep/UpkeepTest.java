package io.marquee.workhorse.tracking.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
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

    @Inject
    BackupRestore restores;

    @Inject
    UpkeepService upkeep;

    @Inject
    UpkeepLock lock;

    @Inject
    BackupExperimentsOperator backupOperator;

    @Inject
    CollectExperimentsOperator collectOperator;

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
        JsonNode here = failed("/backups/" + name + "/restore");
        deleteExperiment();
        post("/gc", "{\"max_age_days\": 0}");
        String key = Backup.key(name);
        byte[] good = store.open(key).readAllBytes();
        store.put(key, changed(good));
        JsonNode changed = failed("/backups/" + name + "/restore");
        store.put(key, Arrays.copyOf(good, good.length / 2));
        JsonNode half = failed("/backups/" + name + "/restore");
        MlflowHttp.Answer none = send("/backups/" + name.replaceFirst("\\d{9}Z", "000000000Z") + "/restore", "{}");
        MlflowHttp.Answer crooked = send("/backups/..%2F..%2Fartifacts/restore", "{}");

        // Then
        assertThat(here.path("error").asText())
                .startsWith("Something of the backup is here already, in experiment")
                .endsWith("Nothing was changed.");
        assertThat(changed.path("error").asText()).contains("MLmodel' as it was written; nothing was changed");
        assertThat(half.path("error").asText()).contains("cannot be unpacked");
        assertThat(none.status()).isEqualTo(404);
        assertThat(crooked.status()).isBetween(400, 404);
        assertThat(mlflow.get("runs/get", Map.of("run_id", run)).status()).isEqualTo(404);
        assertThat(store.list("artifacts/" + experiment + "/")).isEmpty();
    }

    @Test
    void shouldBringBackEverythingIntoAnEmptyStore() throws IOException {
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
        mlflow.post(
                "webhooks",
                "{\"name\": \"hook\", \"url\": \"http://127.0.0.7:9/hook\", \"secret\": \"a secret\","
                        + " \"events\": [\"model_version.created\", \"model_version_alias.created\"]}");
        String beforeOfOne = everythingOfTheRun();
        Map<String, String> before = rows();
        Map<String, String> filesBefore = checksums();
        String name = post("/backups", "{}").path("name").asText();
        loseEverything();

        // When
        JsonNode one = post("/backups/" + name + "/restore", "{\"experiment\": \"" + experiment + "\"}");
        JsonNode none = failed("/backups/" + name + "/restore", "{\"experiment\": \"999999999\"}");
        String ofOne = everythingOfTheRun();
        loseEverything();
        JsonNode restored = post("/backups/" + name + "/restore", "{}");

        // Then
        assertThat(restored.path("models").asInt()).isPositive();
        assertThat(restored.path("webhooks").asInt()).isPositive();
        assertThat(restored.path("webhooks_disabled").asInt()).isZero();
        assertThat(rows()).isEqualTo(before);
        assertThat(checksums()).isEqualTo(filesBefore);
        assertThat(ledger()).containsAllEntriesOf(filesBefore);
        assertThat(one.path("experiments").asInt()).isEqualTo(1);
        assertThat(one.path("runs").asInt()).isEqualTo(1);
        assertThat(one.path("models").asInt()).isZero();
        assertThat(one.path("files").asInt()).isEqualTo(2);
        assertThat(ofOne).isEqualTo(beforeOfOne);
        assertThat(none.path("error").asText()).contains("experiment of the backup", "999999999");
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
        String part = "artifact-uploads/" + "0".repeat(32) + "/00001";
        store.put(part, new byte[1_000]);
        // A clean-up that was killed after it had removed this run's rows.
        String killed = mlflow.newRun(experiment);
        mlflow.sendAs(
                "application/octet-stream", "PUT", file("left").replace(run, killed), BodyPublishers.ofString("left"));
        database.update("DELETE FROM tracking.run WHERE run_id = ?", killed);
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
        assertThat(filesOfDryRun).isEqualTo(3);
        assertThat(wouldGo.path("uploads").asInt()).isPositive();
        assertThat(wouldGo.path("upload_bytes").asInt()).isGreaterThanOrEqualTo(1_000);
        assertThat(went.path("uploads")).isEqualTo(wouldGo.path("uploads"));
        assertThat(again.path("uploads").asInt()).isZero();
        assertThat(store.exists(part)).isFalse();
        assertThat(ledger()).noneSatisfy((key, sum) -> assertThat(key).contains(killed));
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

    @Test
    void shouldKeepTheNewestBackupsOfEverythingAndThoseOfOneExperiment() throws IOException {
        // Given: as many old ones as stay, and a newer one
        for (int day = 1; day <= 30; day++) {
            store.put(Backup.key("tracking-20000101T0000000%02dZ".formatted(day)), new byte[10]);
        }
        String ofOne = Backup.key("tracking-19990101T000000000Z-experiment-7");
        store.put(ofOne, new byte[10]);
        String other = Backup.FOLDER + "note.txt";
        store.put(other, new byte[10]);
        String newest = Backup.key(post("/backups", "{}").path("name").asText());

        // When
        JsonNode wouldGo = post("/gc", "{\"dry_run\": true}");
        boolean still = store.exists(Backup.key("tracking-20000101T000000001Z"));
        JsonNode went = post("/gc", "{}");
        JsonNode again = post("/gc", "{}");

        // Then
        assertThat(wouldGo.path("backups").asInt()).isPositive();
        assertThat(wouldGo.path("backup_bytes").asInt())
                .isEqualTo(10 * wouldGo.path("backups").asInt());
        assertThat(still).isTrue();
        assertThat(went.path("backups")).isEqualTo(wouldGo.path("backups"));
        assertThat(again.path("backups").asInt()).isZero();
        assertThat(store.exists(Backup.key("tracking-20000101T000000001Z"))).isFalse();
        assertThat(store.exists(newest)).isTrue();
        assertThat(store.exists(ofOne)).isTrue();
        assertThat(store.exists(other)).isTrue();
        for (ObjectStore.Entry backup : store.list(Backup.FOLDER)) {
            store.delete(backup.key());
        }
    }

    @Test
    void shouldReadABackupOfTheFirstFormat() throws Exception {
        // Given
        String before = everythingOfTheRun();
        String name = post("/backups", "{\"experiment\": \"" + experiment + "\"}")
                .path("name")
                .asText();
        String key = Backup.key(name);
        store.put(key, ofTheFirstFormat(store.open(key).readAllBytes()));
        deleteExperiment();
        post("/gc", "{\"max_age_days\": 0}");

        // When
        post("/backups/" + name + "/restore", "{}");
        String restored = everythingOfTheRun();
        MlflowHttp.Answer logged = mlflow.post(
                "runs/log-metric",
                "{\"run_id\": \"" + run + "\", \"key\": \"m\", \"value\": 3, \"timestamp\": 9, \"step\": 2}");

        // Then
        assertThat(restored).isEqualTo(before);
        assertThat(logged.status()).as(logged.body()).isEqualTo(200);
        assertThat(mlflow.get("metrics/get-history", Map.of("run_id", run, "metric_key", "m"))
                        .json()
                        .path("metrics"))
                .hasSize(3);
    }

    @Test
    void shouldBringNothingBackWhenARestoreIsBrokenOffAtItsEnd() throws Exception {
        // Given
        String before = everythingOfTheRun();
        String name = post("/backups", "{\"experiment\": \"" + experiment + "\"}")
                .path("name")
                .asText();
        deleteExperiment();
        post("/gc", "{\"max_age_days\": 0}");

        // When
        try (UpkeepLock.Held held = lock.take().orElseThrow()) {
            assertThatThrownBy(() -> restores.restore(held.connection(), name, null, new JobProgress(), restored -> {
                        throw new SQLException("the service is killed");
                    }))
                    .hasMessage("the service is killed");
        }
        int rows = mlflow.get("runs/get", Map.of("run_id", run)).status();
        int files = store.list("artifacts/" + experiment + "/").size();
        JsonNode collected = post("/gc", "{\"max_age_days\": 0}");
        int filesAfter = store.list("artifacts/" + experiment + "/").size();
        post("/backups/" + name + "/restore", "{}");

        // Then
        assertThat(rows).isEqualTo(404);
        assertThat(files).isEqualTo(1);
        assertThat(collected.path("files").asInt()).isEqualTo(1);
        assertThat(filesAfter).isZero();
        assertThat(everythingOfTheRun()).isEqualTo(before);
    }

    @Test
    void shouldDoOnePieceOfUpkeepAtATime() {
        // When
        List<MlflowHttp.Answer> refused = new ArrayList<>();
        try (UpkeepLock.Held held = lock.take().orElseThrow()) {
            for (String path : List.of("/gc", "/backups")) {
                refused.add(send(path, "{}"));
            }
        }

        // Then
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).contains("./marquee experiments jobs");
        });
        post("/gc", "{\"dry_run\": true}");
    }

    @Test
    void shouldTellOfJobsWhoseServiceWasKilledWhatIsLeft() {
        // Given
        Map<String, String> left = new TreeMap<>();
        for (String kind : List.of("backup", "restore", "gc")) {
            String id = "killed-" + kind + "-" + UUID.randomUUID();
            database.update(
                    "INSERT INTO tracking.upkeep_job (job_id, kind, worker, state, progress, started_at, heartbeat_at) VALUES"
                            + " (?, ?, 'another', 'running', '{\"phase\":\"p\",\"items\":1,\"phases\":[]}', ?, ?)",
                    id,
                    kind,
                    Instant.now(),
                    Instant.now().minusSeconds(3_600));
            left.put(kind, id);
        }

        // When
        upkeep.failSilentJobs();

        // Then
        assertThat(error(left.get("backup")))
                .startsWith("the service stopped while this ran; look whether it is there")
                .contains("./marquee experiments backup --list");
        assertThat(error(left.get("restore")))
                .isEqualTo("the service stopped while this ran; nothing was brought back, restore again");
        assertThat(error(left.get("gc"))).contains("the next clean-up finds the rest");
        assertThat(mlflow.send("GET", "/api/v1/experiments/jobs/none", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldWaitForTheJobsOfAPipeline() throws Exception {
        // When
        Map<String, Object> backup = backupOperator.run(context(Map.of("experiment", experiment)));
        Map<String, Object> dryRun = collectOperator.run(context(Map.of("dry_run", true, "max_age_days", 7)));

        // Then
        assertThat(store.exists(Backup.key(String.valueOf(backup.get("name"))))).isTrue();
        assertThat(backup).containsEntry("experiment", experiment);
        assertThat(dryRun).containsEntry("dry_run", true).containsEntry("max_age_days", 7);
        assertThatThrownBy(() -> backupOperator.run(context(Map.of("experiment", "none"))))
                .hasMessageContaining("none");
    }

    private static TaskContext context(Map<String, Object> params) {
        return new TaskContext("tracking_upkeep", "manual", "task", 1, params, Map.of(), line -> {});
    }

    private String error(String jobId) {
        return mlflow.send("GET", "/api/v1/experiments/jobs/" + jobId, BodyPublishers.noBody())
                .json()
                .path("error")
                .asText();
    }

    private void loseEverything() throws IOException {
        for (String table : new String[] {"registered_model", "metric", "run", "dataset", "artifact", "webhook"}) {
            database.update("DELETE FROM tracking." + table);
        }
        database.update("DELETE FROM tracking.experiment WHERE id <> 0");
        for (ObjectStore.Entry file : store.list("artifacts/")) {
            store.delete(file.key());
        }
    }

    /** The checksum of each file of a run, by its key. */
    private Map<String, String> checksums() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (ObjectStore.Entry file : store.list("artifacts/")) {
            try (DigestInputStream bytes = new DigestInputStream(store.open(file.key()), BackupWriter.sha256())) {
                bytes.transferTo(OutputStream.nullOutputStream());
                sums.put(
                        file.key(),
                        HexFormat.of().formatHex(bytes.getMessageDigest().digest()));
            }
        }
        return sums;
    }

    /** The checksums that are known without reading the files. */
    private Map<String, String> ledger() {
        Map<String, String> sums = new TreeMap<>();
        database.query(
                "SELECT key, coalesce(sha256, '') FROM tracking.artifact",
                row -> sums.put(row.getString(1), row.getString(2)));
        return sums;
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

    /** What came out of a job. */
    private JsonNode post(String path, String body) {
        JsonNode job = ended(path, body);
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("succeeded");
        return job.path("result");
    }

    private JsonNode failed(String path) {
        return failed(path, "{}");
    }

    /** A job that has to fail. */
    private JsonNode failed(String path, String body) {
        JsonNode job = ended(path, body);
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("failed");
        return job;
    }

    private JsonNode ended(String path, String body) {
        MlflowHttp.Answer answer = send(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        String job = "/api/v1/experiments/jobs/" + answer.json().path("job_id").asText();
        return await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> mlflow.send("GET", job, BodyPublishers.noBody()).json(),
                        now -> !now.path("state").asText().equals("running"));
    }

    private MlflowHttp.Answer send(String path, String body) {
        return mlflow.send("POST", "/api/v1/experiments" + path, BodyPublishers.ofString(body));
    }

    /** The rows that a backup holds, by table. */
    private Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        BackupTable.of(BackupManifest.FORMAT, true)
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

    /** In format 1 runs counted no points, and metrics did. */
    private static byte[] ofTheFirstFormat(byte[] archive) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> entries = new ArrayList<>();
        try (TarArchiveInputStream old =
                        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (TarArchiveEntry entry = old.getNextEntry(); entry != null; entry = old.getNextEntry()) {
                byte[] bytes = old.readAllBytes();
                String text = new String(bytes, StandardCharsets.UTF_8);
                switch (entry.getName()) {
                    case "tables/run" -> bytes = bytes(text.replaceAll("(?m)\t\\d+$", ""));
                    case "tables/latest_metric" -> bytes = bytes(text.replaceAll("(?m)^([^\t]+\t[^\t]+)\t", "$1\t3\t"));
                    case "manifest.json" ->
                        bytes = bytes("{\"format\":1,\"created_at\":\"2026-01-01T00:00:00Z\",\"experiment\":"
                                + text.replaceAll(".*\"experiment\":(\"\\d+\").*", "$1") + ",\"entries\":"
                                + entries + "}");
                    default -> {}
                }
                entries.add("{\"name\":\"" + entry.getName() + "\",\"size\":" + bytes.length + ",\"sha256\":\""
                        + HexFormat.of().formatHex(BackupWriter.sha256().digest(bytes)) + "\"}");
                TarArchiveEntry written = new TarArchiveEntry(entry.getName());
                written.setSize(bytes.length);
                tar.putArchiveEntry(written);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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

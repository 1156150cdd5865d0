package io.marquee.workhorse.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.marquee.workhorse.training.mlflow.TrackingClient.Ending;
import io.marquee.workhorse.training.mlflow.TrackingClient.Metric;
import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract on a folder, which is then read file by file, and the layout of MLflow's file store. */
class FileTrackingClientTest extends TrackingClientContract {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final Map<Integer, String> STATUS =
            Map.of(1, "RUNNING", 2, "SCHEDULED", 3, "FINISHED", 4, "FAILED", 5, "KILLED");

    @Override
    protected TrackingClient client() {
        return new FileTrackingClient(root(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Path root() {
        return temporary.resolve("mlruns");
    }

    @Override
    protected Seen see(Run run) throws IOException {
        Path folder = folder(run);
        JsonNode meta = YAML.readTree(folder.resolve("meta.yaml").toFile());
        return new Seen(
                STATUS.get(meta.get("status").asInt()),
                meta.get("end_time").asLong(),
                files(folder.resolve("params")),
                files(folder.resolve("tags")));
    }

    @Override
    protected List<String> history(Run run, String metric) throws IOException {
        return Files.readString(folder(run).resolve("metrics").resolve(metric))
                .replace("nan", "NaN")
                .lines()
                .toList();
    }

    @Override
    protected List<String> inputs(Run run) throws IOException {
        List<String> inputs = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder(run).resolve("inputs"))) {
            for (Path input : folders.toList()) {
                String dataset = YAML.readTree(input.resolve("meta.yaml").toFile())
                        .get("source_id")
                        .asText();
                JsonNode meta = YAML.readTree(folder(run)
                        .resolveSibling("datasets")
                        .resolve(dataset)
                        .resolve("meta.yaml")
                        .toFile());
                inputs.add(meta.get("name").asText() + " " + meta.get("digest").asText());
            }
        }
        return inputs;
    }

    /** Names and contents are those that mlflow/store/tracking/file_store.py and model_registry/file_store.py read. */
    @Test
    void shouldLayFilesOutAsMlflowDoes() throws IOException {
        // When
        String experiment = client().experiment("films");
        Run run = client().startRun(experiment, "a run", NOW, Map.of("mlflow.user", "me"));
        client().logParams(run.runId(), Map.of("depth", "7"));
        client().logMetrics(run.runId(), List.of(new Metric("rmse", 0.5, NOW, 0), new Metric("rmse", 0.25, NOW, 1)));
        client().logInput(run.runId(), "catalogue", "abc123", "snapshot", "{}");
        client().uploadArtifact(run, "model/MLmodel", Files.writeString(temporary.resolve("f"), "x"));
        client().endRun(run.runId(), Ending.FINISHED, NOW);
        client().ensureRegisteredModel("rating", "of films");
        client().createVersion("rating", run, "model", "first", Map.of("k", "v"));
        client().setAlias("rating", "champion", 1);

        // Then
        String id = run.runId();
        String inRun = experiment + "/" + id;
        assertThat(paths())
                .containsExactlyInAnyOrder(
                        "0/meta.yaml",
                        experiment + "/meta.yaml",
                        // md5 of "catalogueabc123", by md5sum
                        experiment + "/datasets/055768c8b7232b66befa7588366ad1a1/meta.yaml",
                        inRun + "/meta.yaml",
                        inRun + "/inputs/"
                                + paths().stream()
                                        .filter(path -> path.startsWith(inRun + "/inputs/"))
                                        .findFirst()
                                        .orElseThrow()
                                        .substring((inRun + "/inputs/").length()),
                        inRun + "/params/depth",
                        inRun + "/metrics/rmse",
                        inRun + "/tags/mlflow.user",
                        inRun + "/tags/mlflow.runName",
                        inRun + "/artifacts/model/MLmodel",
                        "models/rating/meta.yaml",
                        "models/rating/aliases/champion",
                        "models/rating/version-1/meta.yaml",
                        "models/rating/version-1/tags/k");
        String rootUri = "file://" + root();
        assertThat(root().resolve(experiment + "/meta.yaml"))
                .hasContent("artifact_location: \"" + rootUri + "/" + experiment
                        + "\"\ncreation_time: 1767225600000\nexperiment_id: \"" + experiment
                        + "\"\nlast_update_time: 1767225600000\nlifecycle_stage: \"active\"\nname: \"films\"\n");
        assertThat(root().resolve(inRun + "/meta.yaml"))
                .hasContent("artifact_uri: \"" + rootUri + "/" + inRun + "/artifacts\"\n"
                        + "deleted_time: null\nend_time: 1767225600000\nentry_point_name: \"\"\nexperiment_id: \""
                        + experiment
                        + "\"\nlifecycle_stage: \"active\"\nrun_id: \"" + id + "\"\nrun_name: \"a run\"\nrun_uuid: \""
                        + id
                        + "\"\nsource_name: \"\"\nsource_type: 4\nsource_version: \"\"\nstart_time: 1767225600000\nstatus: 3\n"
                        + "tags: []\nuser_id: \"me\"\n");
        assertThat(root().resolve(inRun + "/metrics/rmse")).hasContent("1767225600000 0.5 0\n1767225600000 0.25 1\n");
        assertThat(root().resolve("models/rating/aliases/champion")).hasContent("1");
        assertThat(root().resolve("models/rating/version-1/meta.yaml"))
                .hasContent("aliases: []\n"
                        + "creation_timestamp: 1767225600000\ncurrent_stage: \"None\"\ndescription: \"first\"\n"
                        + "last_updated_timestamp: 1767225600000\nname: \"rating\"\nrun_id: \"" + id
                        + "\"\nrun_link: null\n"
                        + "source: \"" + rootUri + "/" + inRun
                        + "/artifacts/model\"\nstatus: \"READY\"\nstatus_message: null\n"
                        + "storage_location: \"" + rootUri + "/" + inRun
                        + "/artifacts/model\"\nuser_id: null\nversion: 1\n");
    }

    /** The files are those that MLflow 2.17's Python wrote, but for the root in their addresses. */
    @Test
    void shouldGoOnWithAStoreThatMlflowsPythonMade() throws IOException {
        // Given
        String run = "d7df04ec90fe424ea5d93587d88fbc4b";
        write("120233671800574973/meta.yaml", """
                artifact_location: ROOT/120233671800574973
                creation_time: 1795349405521
                experiment_id: '120233671800574973'
                last_update_time: 1795349405521
                lifecycle_stage: active
                name: 'py: exp é'
                """);
        write("120233671800574973/" + run + "/meta.yaml", """
                artifact_uri: ROOT/120233671800574973/d7df04ec90fe424ea5d93587d88fbc4b/artifacts
                end_time: null
                entry_point_name: ''
                experiment_id: '120233671800574973'
                lifecycle_stage: active
                run_id: d7df04ec90fe424ea5d93587d88fbc4b
                run_name: n
                run_uuid: d7df04ec90fe424ea5d93587d88fbc4b
                source_name: ''
                source_type: 4
                source_version: ''
                start_time: 1795349405523
                status: 1
                tags: []
                user_id: unknown
                """);
        write("120233671800574973/" + run + "/tags/team", "films\n2");
        write("120233671800574973/" + run + "/metrics/py/metric", "1795349405526 1.25 3\n");
        write("models/m odel/meta.yaml", """
                aliases:
                  champion: '1'
                creation_timestamp: 1795349405533
                description: d
                last_updated_timestamp: 1795349405547
                name: m odel
                """);
        write("models/m odel/aliases/champion", "1");
        write("models/m odel/version-1/meta.yaml", """
                aliases:
                - champion
                creation_timestamp: 1795349405534
                current_stage: Staging
                description: null
                last_updated_timestamp: 1795349405547
                name: m odel
                run_id: d7df04ec90fe424ea5d93587d88fbc4b
                run_link: null
                source: ROOT/120233671800574973/d7df04ec90fe424ea5d93587d88fbc4b/artifacts/model
                status: READY
                status_message: null
                storage_location: ROOT/120233671800574973/d7df04ec90fe424ea5d93587d88fbc4b/artifacts/model
                user_id: null
                version: 1
                """);
        write("models/m odel/version-1/tags/q/r", "s");

        // When
        String experiment = client().experiment("py: exp é");
        List<Run> running = client().runningRuns(experiment, "team", "films\n2");
        client().logMetrics(run, List.of(new Metric("py/metric", 7.5, NOW, 4)));
        Version second = client().createVersion("m odel", running.getFirst(), "model", "again", Map.of());

        // Then
        String artifacts = "file://" + root() + "/120233671800574973/" + run + "/artifacts";
        assertThat(running).containsExactly(new Run(run, "120233671800574973", artifacts));
        assertThat(history(running.getFirst(), "py/metric"))
                .containsExactly("1795349405526 1.25 3", "1767225600000 7.5 4");
        assertThat(client().versionByAlias("m odel", "champion"))
                .contains(new Version("m odel", 1, artifacts + "/model", run, Map.of("q/r", "s")));
        assertThat(second.version()).isEqualTo(2);
    }

    @Test
    void shouldLeaveARunAloneWhenMlflowHasDeletedIt() throws IOException {
        // Given
        String experiment = client().experiment("films");
        Run run = client().startRun(experiment, "run", NOW, Map.of("team", "films"));
        Path meta = folder(run).resolve("meta.yaml");
        Files.writeString(
                meta,
                Files.readString(meta)
                        .replace("deleted_time: null", "deleted_time: 1767225600001")
                        .replace("lifecycle_stage: \"active\"", "lifecycle_stage: deleted"));

        // When
        List<Run> running = client().runningRuns(experiment, "team", "films");

        // Then
        assertThat(running).isEmpty();
        assertThatThrownBy(() -> client().setTags(run.runId(), Map.of("a", "b")))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("run " + run.runId() + " is deleted");
    }

    @Test
    void shouldNotMakeAnExperimentAnewWhenMlflowHasDeletedIt() throws IOException {
        // Given
        String experiment = client().experiment("films");
        Files.move(root().resolve(experiment), root().resolve(".trash").resolve(experiment));

        // When, Then
        assertThatThrownBy(() -> client().experiment("films"))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("experiment 'films' is deleted");
        assertThat(client().experiment("others")).isNotEqualTo(experiment);
    }

    @Test
    void shouldFollowNoLinkAndReadNothingOutside() throws IOException {
        // Given
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Run run = client().startRun(client().experiment("films"), "run", NOW, Map.of());
        Path artifacts = folder(run).resolve("artifacts");
        Files.createSymbolicLink(artifacts.resolve("link"), outside);
        Path link = Files.createSymbolicLink(temporary.resolve("upload"), outside.resolve("secret"));
        Path target = Files.createDirectory(temporary.resolve("target"));

        // When, Then
        assertThatThrownBy(() -> client().uploadArtifact(run, "link/f", Files.writeString(temporary.resolve("f"), "x")))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("behind a symbolic link");
        assertThatThrownBy(() -> client().uploadArtifact(run, "f", link)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client().download(
                                new Version("m", 1, outside.toUri().toString(), run.runId(), Map.of()), target))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("lies outside of");
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    private void write(String path, String content) throws IOException {
        Path file = root().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replace("ROOT", "file://" + root()));
    }

    private List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .map(path -> root().relativize(path).toString())
                    .toList();
        }
    }

    private static Path folder(Run run) {
        return Path.of(URI.create(run.artifactUri())).getParent();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }
}

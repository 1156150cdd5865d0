package io.marquee.workhorse.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.training.mlflow.TrackingClient.Ending;
import io.marquee.workhorse.training.mlflow.TrackingClient.Metric;
import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What training may rely on wherever its runs are tracked; each place is read back by other means than it was written. */
abstract class TrackingClientContract {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path temporary;

    private final String name = "contract-" + UUID.randomUUID();

    protected abstract TrackingClient client();

    /** A run as somebody else sees it. */
    record Seen(String status, long end, Map<String, String> params, Map<String, String> tags) {}

    protected abstract Seen see(Run run) throws IOException;

    /** The points of a metric in the order of logging, as {@code time value step}. */
    protected abstract List<String> history(Run run, String metric) throws IOException;

    /** Names and digests of the data that a run has read. */
    protected abstract List<String> inputs(Run run) throws IOException;

    @Test
    void shouldFindAnExperimentByItsNameAgain() {
        // When
        String id = client().experiment(name);

        // Then
        assertThat(client().experiment(name)).isEqualTo(id).matches("\\d+");
        assertThat(client().experiment(name + "-other")).isNotEqualTo(id);
    }

    @Test
    void shouldKeepAllOfARun() throws IOException {
        // Given
        Map<String, String> params = new TreeMap<>();
        IntStream.range(0, 150).forEach(i -> params.put("group/p" + i, "value é " + i));
        List<Metric> metrics = IntStream.range(0, 1_200)
                .mapToObj(step -> new Metric("train/rmse", step / 8.0, NOW.plusSeconds(step), step))
                .toList();

        // When
        Run run =
                client().startRun(client().experiment(name), "first run", NOW, Map.of("mlflow.user", "me", "a.b", "c"));
        client().logParams(run.runId(), params);
        client().logParams(run.runId(), Map.of("group/p0", "value é 0"));
        client().logMetrics(run.runId(), metrics);
        client().logMetrics(
                        run.runId(), List.of(new Metric("odd", Double.NaN, NOW, -1), new Metric("tiny", 1e-7, NOW, 0)));
        client().setTags(run.runId(), Map.of("a.b", "d", "x", "line\nbreak"));
        client().logInput(run.runId(), "catalogue", "abc123", "marquee_snapshot", "{\"snapshot\":\"s\"}");
        Seen before = see(run);
        client().endRun(run.runId(), Ending.FINISHED, NOW.plusSeconds(60));
        Seen after = see(run);

        // Then
        assertThat(before.status()).isEqualTo("RUNNING");
        assertThat(after.status()).isEqualTo("FINISHED");
        assertThat(after.end()).isEqualTo(NOW.plusSeconds(60).toEpochMilli());
        assertThat(after.params()).containsExactlyInAnyOrderEntriesOf(params);
        assertThat(after.tags())
                .containsEntry("mlflow.user", "me")
                .containsEntry("mlflow.runName", "first run")
                .containsEntry("a.b", "d")
                .containsEntry("x", "line\nbreak");
        assertThat(history(run, "train/rmse"))
                .hasSize(1_200)
                .startsWith("1767225600000 0.0 0", "1767225601000 0.125 1")
                .endsWith("1767226799000 149.875 1199");
        assertThat(history(run, "odd")).containsExactly("1767225600000 NaN -1");
        assertThat(history(run, "tiny")).containsExactly("1767225600000 1.0E-7 0");
        assertThat(inputs(run)).containsExactly("catalogue abc123");
    }

    @Test
    void shouldNotChangeAParameter() {
        // Given
        Run run = client().startRun(client().experiment(name), "run", NOW, Map.of());
        client().logParams(run.runId(), Map.of("p", "1"));

        // When, Then
        assertThatThrownBy(() -> client().logParams(run.runId(), Map.of("p", "2")))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE"));
    }

    @Test
    void shouldFindRunsThatHaveNotEndedByTheirTag() {
        // Given
        String experiment = client().experiment(name);
        Run open = client().startRun(experiment, "open", NOW, Map.of("marquee.task", "t 1"));
        Run ended = client().startRun(experiment, "ended", NOW, Map.of("marquee.task", "t 1"));
        client().startRun(experiment, "other", NOW, Map.of("marquee.task", "t 2"));
        client().startRun(experiment, "none", NOW, Map.of());

        // When
        client().endRun(ended.runId(), Ending.KILLED, NOW);

        // Then
        assertThat(client().runningRuns(experiment, "marquee.task", "t 1")).containsExactly(open);
    }

    @Test
    void shouldRegisterVersionsOfARunsFilesAndGiveThemBack() throws IOException {
        // Given
        Run run = client().startRun(client().experiment(name), "run", NOW, Map.of());
        client().uploadArtifact(run, "model/MLmodel", file("MLmodel", "flavors: {}"));
        client().uploadArtifact(run, "model/weights.bin", file("weights.bin", "123"));
        client().uploadArtifact(run, "model/weights.bin", file("weights.bin", "12345"));
        client().ensureRegisteredModel(name, "of films");
        client().ensureRegisteredModel(name, "of films");

        // When
        Version first = client().createVersion(name, run, "model", "the first", Map.of("rmse", "0.9"));
        Version second = client().createVersion(name, run, "model", "the second", Map.of());
        client().setVersionTags(name, 2, Map.of("judged", "better"));
        client().setAlias(name, "champion", 1);
        client().setAlias(name, "champion", 2);
        Path target = Files.createDirectory(temporary.resolve("target"));
        client().download(second, target);

        // Then
        assertThat(first).isEqualTo(client().version(name, 1));
        assertThat(first.tags()).containsExactlyInAnyOrderEntriesOf(Map.of("rmse", "0.9"));
        assertThat(first.source()).isEqualTo(run.artifactUri() + "/model");
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.runId()).isEqualTo(run.runId());
        assertThat(client().versionByAlias(name, "champion")).contains(client().version(name, 2));
        assertThat(client().version(name, 2).tags()).containsEntry("judged", "better");
        assertThat(target.resolve("MLmodel")).hasContent("flavors: {}");
        assertThat(target.resolve("weights.bin")).hasContent("12345");
    }

    @Test
    void shouldTellWhatIsNotThere() {
        // Given
        client().ensureRegisteredModel(name, "empty");

        // When, Then
        assertThat(client().versionByAlias(name, "champion")).isEmpty();
        assertThat(client().versionByAlias("no-" + name, "champion")).isEmpty();
        for (Callable<?> call :
                List.<Callable<?>>of(() -> client().version(name, 7), () -> client().version("no-" + name, 1))) {
            assertThatThrownBy(call::call)
                    .isInstanceOfSatisfying(TrackingException.class, e -> assertThat(e.errorCode())
                            .isEqualTo("RESOURCE_DOES_NOT_EXIST"));
        }
    }

    @Test
    void shouldNumberVersionsWithoutGapOrDuplicateWhenMadeAtOnce() throws Exception {
        // Given
        Run run = client().startRun(client().experiment(name), "run", NOW, Map.of());
        client().ensureRegisteredModel(name, "busy");

        // When
        List<Integer> numbers;
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Future<Version>> made = workers.invokeAll(IntStream.range(0, 12)
                    .<Callable<Version>>mapToObj(
                            i -> () -> client().createVersion(name, run, "model", "v", Map.of("i", "" + i)))
                    .toList());
            numbers = made.stream()
                    .map(version -> version.resultNow().version())
                    .sorted()
                    .toList();
        }

        // Then
        assertThat(numbers)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/outside", "a/../../outside", "a//b", "a\\b", "x\u0000", "x\r\ny", ".."})
    void shouldLetNoNameLeadOutside(String key) throws IOException {
        // Given
        Run run = client().startRun(client().experiment(name), "run", NOW, Map.of());
        Path file = file("f", "x");

        // When, Then
        assertThatThrownBy(() -> client().setTags(run.runId(), Map.of(key, "v")))
                .isInstanceOf(TrackingException.class);
        assertThatThrownBy(() -> client().logParams(run.runId(), Map.of(key, "v")))
                .isInstanceOf(TrackingException.class);
        assertThatThrownBy(() -> client().logMetrics(run.runId(), List.of(new Metric(key, 1, NOW, 0))))
                .isInstanceOf(TrackingException.class);
        assertThatThrownBy(() -> client().uploadArtifact(run, key, file)).isInstanceOf(TrackingException.class);
    }

    private Path file(String fileName, String content) throws IOException {
        return Files.writeString(temporary.resolve(fileName), content);
    }
}

package io.marquee.workhorse.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.RunsPage;

/** MLflow's own client against the running service: every call it has that does not need Python. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class MlflowClientTest {

    @TestHTTPResource("/")
    URI base;

    private MlflowClient client;
    private String name;
    private String experiment;

    @BeforeEach
    void connect() {
        client = new MlflowClient(base.toString().replaceAll("/$", ""));
        name = UUID.randomUUID().toString();
        experiment = client.createExperiment(name);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void shouldKeepAnExperimentWithItsTagsWhenItIsMadeRenamedAndRestored() {
        // Given
        String id = client.createExperiment(CreateExperiment.newBuilder()
                .setName(name + "-tagged")
                .addTags(ExperimentTag.newBuilder().setKey("a").setValue("1"))
                .addTags(ExperimentTag.newBuilder().setKey("b").setValue("line 1\nline 2"))
                .build());

        // When
        client.setExperimentTag(id, "a", "2");
        client.renameExperiment(id, name + "-renamed");
        client.deleteExperiment(id);
        String deleted = client.getExperiment(id).getLifecycleStage();
        client.restoreExperiment(id);
        Experiment restored = client.getExperimentByName(name + "-renamed").orElseThrow();

        // Then
        assertThat(deleted).isEqualTo("deleted");
        assertThat(restored.getExperimentId()).isEqualTo(id);
        assertThat(restored.getLifecycleStage()).isEqualTo("active");
        assertThat(restored.getArtifactLocation()).isEqualTo("mlflow-artifacts:/" + id);
        assertThat(restored.getTagsList())
                .extracting(ExperimentTag::getKey, ExperimentTag::getValue)
                .containsExactly(tuple("a", "2"), tuple("b", "line 1\nline 2"));
        assertThat(client.getExperimentByName(name + "-tagged")).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> client.createExperiment(name)).isInstanceOf(MlflowClientException.class);
    }

    @Test
    void shouldPageThroughExperimentsInOrderWhenSearched() {
        // Given
        for (String suffix : List.of("-c", "-a", "-b")) {
            client.setExperimentTag(client.createExperiment(name + suffix), "group", name);
        }
        String filter = "tags.group = '" + name + "'";

        // When
        ExperimentsPage first = client.searchExperiments(filter, ViewType.ALL, 2, List.of("name DESC"));
        ExperimentsPage second = client.searchExperiments(
                filter,
                ViewType.ALL,
                2,
                List.of("name DESC"),
                first.getNextPageToken().orElseThrow());
        ExperimentsPage like = client.searchExperiments("name LIKE '" + name + "-%' AND tags.group ILIKE '%'");

        // Then
        assertThat(first.getItems()).extracting(Experiment::getName).containsExactly(name + "-c", name + "-b");
        assertThat(second.getItems()).extracting(Experiment::getName).containsExactly(name + "-a");
        assertThat(second.getNextPageToken()).isEqualTo(Optional.empty());
        assertThat(like.getItems())
                .as("newest first")
                .extracting(Experiment::getName)
                .containsExactly(name + "-b", name + "-a", name + "-c");
    }

    @Test
    void shouldKeepEveryPointAndCountTheGreatestStepWhenARunLogsMetrics() {
        // Given
        String run = client.createRun(experiment).getRunId();

        // When
        client.logMetric(run, "loss", 1.0, 1000, 1);
        client.logMetric(run, "loss", 2.0, 2000, -5);
        client.logMetric(run, "loss", -3.0, 3000, 4);
        client.logMetric(run, "loss", 4.0, 2999, 4);
        client.logMetric(run, "nan", Double.NaN);
        client.logMetric(run, "up", Double.POSITIVE_INFINITY);
        client.logMetric(run, "down", Double.NEGATIVE_INFINITY);

        // Then
        assertThat(client.getMetricHistory(run, "loss"))
                .extracting(Metric::getValue, Metric::getTimestamp, Metric::getStep)
                .containsExactly(
                        tuple(1.0, 1000L, 1L), tuple(2.0, 2000L, -5L), tuple(-3.0, 3000L, 4L), tuple(4.0, 2999L, 4L));
        assertThat(client.getRun(run).getData().getMetricsList())
                .extracting(Metric::getKey, Metric::getValue)
                .containsExactly(
                        tuple("down", Double.NEGATIVE_INFINITY),
                        tuple("loss", -3.0),
                        tuple("nan", Double.NaN),
                        tuple("up", Double.POSITIVE_INFINITY));
        assertThat(client.getMetricHistory(run, "unknown")).isEmpty();
    }

    @Test
    void shouldReturnALongHistoryWholeWhenTheClientPages() {
        // Given
        String run = client.createRun(experiment).getRunId();
        for (int batch = 0; batch < 26; batch++) {
            int from = batch * 1000;
            client.logBatch(
                    run,
                    IntStream.range(from, from + 1000)
                            .mapToObj(step -> metric("loss", step, step, step))
                            .toList(),
                    null,
                    null);
        }

        // When
        List<Metric> history = client.getMetricHistory(run, "loss");

        // Then
        assertThat(history).hasSize(26_000);
        assertThat(history).extracting(Metric::getStep).isSorted();
        assertThat(client.getRun(run).getData().getMetrics(0).getStep()).isEqualTo(25_999);
    }

    @Test
    void shouldLogABatchWholeOrNotAtAll() {
        // Given
        String run = client.createRun(experiment).getRunId();

        // When
        client.logBatch(
                run,
                List.of(metric("a", 1, 10, 0), metric("b", 1, 1000, 1), metric("b", 2, 2000, 3), metric("b", 3, 0, -2)),
                List.of(param("p", "a b"), param("q", "")),
                List.of(tag("t", "x"), tag("mlflow.runName", "named"), tag("t", "y")));
        assertThatThrownBy(() -> client.logBatch(
                        run,
                        List.of(metric("c", 1, 1, 1)),
                        List.of(param("new", "1"), param("p", "other")),
                        List.of(tag("t", "z"))))
                .isInstanceOf(MlflowClientException.class)
                .hasMessageContaining("Changing param values is not allowed");
        client.logParam(run, "p", "a b");
        Run logged = client.getRun(run);

        // Then
        assertThat(logged.getInfo().getRunName()).isEqualTo("named");
        assertThat(logged.getData().getMetricsList())
                .extracting(Metric::getKey, Metric::getValue, Metric::getStep)
                .containsExactly(tuple("a", 1.0, 0L), tuple("b", 2.0, 3L));
        assertThat(logged.getData().getParamsList())
                .extracting(Param::getKey, Param::getValue)
                .containsExactly(tuple("p", "a b"), tuple("q", ""));
        assertThat(logged.getData().getTagsList())
                .extracting(RunTag::getKey, RunTag::getValue)
                .containsExactly(tuple("mlflow.runName", "named"), tuple("t", "y"));
    }

    @Test
    void shouldRefuseABatchWhenItIsLargerThanMlflowsLimits() {
        // Given
        String run = client.createRun(experiment).getRunId();
        List<Param> params =
                IntStream.range(0, 101).mapToObj(i -> param("p" + i, "1")).toList();
        List<RunTag> tags =
                IntStream.range(0, 101).mapToObj(i -> tag("t" + i, "1")).toList();
        List<Metric> metrics =
                IntStream.range(0, 1001).mapToObj(i -> metric("m", i, i, i)).toList();

        // When / Then
        assertThatThrownBy(() -> client.logBatch(run, null, params, null)).hasMessageContaining("at most 100 params");
        assertThatThrownBy(() -> client.logBatch(run, null, null, tags)).hasMessageContaining("at most 100 tags");
        assertThatThrownBy(() -> client.logBatch(run, metrics, null, null))
                .hasMessageContaining("at most 1000 metrics");
        assertThatThrownBy(() -> client.logBatch(run, metrics.subList(0, 950), params.subList(0, 51), null))
                .hasMessageContaining("Got 1001");
        assertThatThrownBy(() -> client.logBatch(run, null, List.of(param("p", "1"), param("p", "1")), null))
                .hasMessageContaining("Duplicate parameter keys");
        assertThat(client.getRun(run).getData().getMetricsCount()).isZero();
    }

    @Test
    void shouldFindRunsByWhatTheyLogged() {
        // Given
        String low = client.createRun(experiment).getRunId();
        String high = client.createRun(experiment).getRunId();
        client.logParam(low, "leaf", "2");
        client.logParam(high, "leaf", "2");
        client.logParam(low, "depth", "5");
        client.logParam(high, "depth", "15");
        client.logMetric(low, "accuracy", 0.1, 1, 0);
        client.logMetric(low, "accuracy", 0.4, 2, 0);
        client.logMetric(high, "accuracy", 0.9, 1, 0);
        client.setTag(low, "email", "some@email.com");

        // When / Then
        assertThat(found("metrics.accuracy < 0")).isEmpty();
        assertThat(found("metrics.accuracy > 0")).containsExactlyInAnyOrder(low, high);
        assertThat(found("metrics.accuracy < 0.3")).isEmpty();
        assertThat(found("metrics.accuracy < 0.5")).containsExactly(low);
        assertThat(found("metric.`accuracy` >= 0.9")).containsExactly(high);
        assertThat(found("params.leaf = '2'")).containsExactlyInAnyOrder(low, high);
        assertThat(found("params.leaf != '2'")).isEmpty();
        assertThat(found("params.depth = '15' and params.leaf = \"2\"")).containsExactly(high);
        assertThat(found("tag.email = 'some@email.com'")).containsExactly(low);
        assertThat(found("tag.email != 'some@email.com'"))
                .as("only runs that have the tag")
                .isEmpty();
        assertThat(found("tag.email LIKE 'some@%'")).containsExactly(low);
        assertThat(found("tag.email LIKE 'SOME@%'")).isEmpty();
        assertThat(found("tag.email ILIKE 'SOME@%'")).containsExactly(low);
        assertThat(found("attribute.status = 'RUNNING'")).hasSize(2);
        assertThat(found("run_id IN ('" + low + "', '" + high + "')")).hasSize(2);
        assertThat(found("run_id NOT IN ('" + low + "')")).containsExactly(high);
        assertThat(found("start_time > 0 AND created < 1")).isEmpty();
        assertThat(ordered("metrics.accuracy")).containsExactly(low, high);
        assertThat(ordered("params.leaf", "metrics.accuracy DESC")).containsExactly(high, low);
        assertThat(ordered("tags.email")).as("runs without the tag come last").containsExactly(low, high);
        assertThat(ordered("tags.email DESC")).containsExactly(low, high);
    }

    @Test
    void shouldPageThroughRunsWithoutRepeatingAnyWhenNewOnesComeIn() {
        // Given
        List<String> runs = IntStream.range(0, 5)
                .mapToObj(i -> client.createRun(CreateRun.newBuilder()
                                .setExperimentId(experiment)
                                .setStartTime(1000 + i)
                                .build())
                        .getRunId())
                .toList();

        // When
        RunsPage first = client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 2);
        client.createRun(CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setStartTime(2000)
                .build());
        RunsPage second = (RunsPage) first.getNextPage();
        RunsPage third = (RunsPage) second.getNextPage();

        // Then
        assertThat(ids(first)).containsExactly(runs.get(4), runs.get(3));
        assertThat(ids(second)).containsExactly(runs.get(2), runs.get(1));
        assertThat(ids(third)).containsExactly(runs.get(0));
        assertThat(third.getNextPageToken()).isEqualTo(Optional.empty());
    }

    @Test
    void shouldEndDeleteAndRestoreARun() {
        // Given
        RunInfo begun = client.createRun(experiment);

        // When
        client.setTerminated(begun.getRunId(), RunStatus.FAILED, begun.getStartTime() + 5);
        client.deleteRun(begun.getRunId());
        Run deleted = client.getRun(begun.getRunId());
        List<RunInfo> active = client.listRunInfos(experiment);
        assertThatThrownBy(() -> client.setTag(begun.getRunId(), "a", "b")).hasMessageContaining("'active' state");
        client.restoreRun(begun.getRunId());

        // Then
        assertThat(deleted.getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
        assertThat(deleted.getInfo().getEndTime()).isEqualTo(begun.getStartTime() + 5);
        assertThat(deleted.getInfo().getLifecycleStage()).isEqualTo("deleted");
        assertThat(active).isEmpty();
        assertThat(client.listRunInfos(experiment)).hasSize(1);
        client.setTag(begun.getRunId(), "a", "b");
        client.deleteTag(begun.getRunId(), "a");
        assertThatThrownBy(() -> client.deleteTag(begun.getRunId(), "a"))
                .hasMessageContaining("No tag with name: a in run with id " + begun.getRunId());
        assertThatThrownBy(() -> client.deleteTag("none", "a")).hasMessageContaining("Run 'none' not found");
    }

    @Test
    void shouldCarryTheFluentApiWhenAContextIsUsed() {
        // Given
        MlflowContext context = new MlflowContext(client);
        context.setExperimentName(name);

        // When
        ActiveRun run = context.startRun("fluent");
        run.logParam("a", "1");
        run.logMetric("m", 0.5, 3);
        ActiveRun child = context.startRun("child", run.getId());
        child.endRun();
        run.endRun();

        // Then
        Run parent = client.getRun(run.getId());
        assertThat(parent.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(parent.getInfo().getRunName()).isEqualTo("fluent");
        assertThat(parent.getData().getMetrics(0).getStep()).isEqualTo(3);
        assertThat(client.getRun(child.getId()).getData().getTagsList())
                .contains(tag("mlflow.parentRunId", run.getId()));
        assertThat(run.getArtifactUri())
                .isEqualTo("mlflow-artifacts:/" + experiment + "/" + run.getId() + "/artifacts");
    }

    @Test
    void shouldServeTheRegistryWhenTheClientAsksForVersions() throws Exception {
        // Given
        String run = client.createRun(experiment).getRunId();
        String model = "model-" + name;
        String source = "runs:/" + run + "/model";
        client.sendPost("registered-models/create", "{\"name\": \"" + model + "\", \"description\": \"d\"}");
        for (int version = 1; version <= 2; version++) {
            client.sendPost(
                    "model-versions/create",
                    "{\"name\": \"" + model + "\", \"source\": \"" + source + "\", \"run_id\": \"" + run + "\"}");
        }

        // When
        client.sendPost(
                "model-versions/transition-stage",
                "{\"name\": \"" + model
                        + "\", \"version\": \"1\", \"stage\": \"Staging\", \"archive_existing_versions\": false}");
        client.sendPatch(
                "model-versions/update",
                "{\"name\": \"" + model + "\", \"version\": \"1\", \"description\": \"better\"}");
        client.sendPost(
                "registered-models/alias",
                "{\"name\": \"" + model + "\", \"alias\": \"champion\", \"version\": \"2\"}");

        // Then
        assertThat(client.getLatestVersions(model))
                .extracting(ModelVersion::getVersion, ModelVersion::getCurrentStage)
                .containsExactlyInAnyOrder(tuple("1", "Staging"), tuple("2", "None"));
        assertThat(client.getLatestVersions(model, List.of("None")))
                .extracting(ModelVersion::getVersion)
                .containsExactly("2");
        assertThat(client.getModelVersion(model, "1").getDescription()).isEqualTo("better");
        assertThat(client.getModelVersion(model, "1").getRunId()).isEqualTo(run);
        assertThat(client.getModelVersionDownloadUri(model, "1")).isEqualTo(source);
        assertThat(client.getRegisteredModel(model).getDescription()).isEqualTo("d");
        assertThat(client.getRegisteredModel(model).getLatestVersionsCount()).isEqualTo(2);
        ModelVersionsPage page = client.searchModelVersions("name = '" + model + "'", 1, List.of("version_number ASC"));
        assertThat(page.getItems()).extracting(ModelVersion::getVersion).containsExactly("1");
        assertThat(page.getNextPage().getItems()).hasSize(1);
        assertThat(client.sendGet("registered-models/alias?name=" + model + "&alias=champion"))
                .contains("\"version\":\"2\"");
    }

    private List<String> found(String filter) {
        return client.searchRuns(List.of(experiment), filter).stream()
                .map(RunInfo::getRunId)
                .toList();
    }

    private List<String> ordered(String... orderBy) {
        return ids(client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 1000, List.of(orderBy)));
    }

    private static List<String> ids(RunsPage page) {
        return page.getItems().stream().map(run -> run.getInfo().getRunId()).toList();
    }

    private static Metric metric(String key, double value, long timestamp, long step) {
        return Metric.newBuilder()
                .setKey(key)
                .setValue(value)
                .setTimestamp(timestamp)
                .setStep(step)
                .build();
    }

    private static Param param(String key, String value) {
        return Param.newBuilder().setKey(key).setValue(value).build();
    }

    private static RunTag tag(String key, String value) {
        return RunTag.newBuilder().setKey(key).setValue(value).build();
    }
}

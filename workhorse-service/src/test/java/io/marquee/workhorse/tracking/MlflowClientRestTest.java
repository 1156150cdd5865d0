package io.marquee.workhorse.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
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
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.Page;
import org.mlflow.tracking.RunsPage;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** The shorter forms of the calls in {@link MlflowClientTest}, the pages, and all of the fluent API. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class MlflowClientRestTest {

    @TestHTTPResource("/")
    URI base;

    private String address;
    private MlflowClient client;
    private String name;
    private String experiment;

    @BeforeEach
    void connect() {
        address = base.toString().replaceAll("/$", "");
        client = new MlflowClient(new BasicMlflowHostCreds(address));
        name = UUID.randomUUID().toString();
        experiment = client.createExperiment(name);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void shouldPutARunIntoTheDefaultExperimentWhenNoneIsNamed() {
        // When
        RunInfo run = client.createRun();

        // Then
        assertThat(run.getExperimentId()).isEqualTo("0");
        assertThat(client.getRun(run.getRunId()).getInfo().getStatus()).isEqualTo(RunStatus.RUNNING);
        client.deleteRun(run.getRunId());
    }

    @Test
    void shouldEndARunAsFinishedNowUnlessToldOtherwise() {
        // Given
        RunInfo finished = client.createRun(experiment);
        RunInfo killed = client.createRun(experiment);

        // When
        client.setTerminated(finished.getRunId());
        client.setTerminated(killed.getRunId(), RunStatus.KILLED);

        // Then
        RunInfo first = client.getRun(finished.getRunId()).getInfo();
        assertThat(first.getStatus()).isEqualTo(RunStatus.FINISHED);
        assertThat(first.getEndTime()).isGreaterThanOrEqualTo(first.getStartTime());
        assertThat(client.getRun(killed.getRunId()).getInfo().getStatus()).isEqualTo(RunStatus.KILLED);
    }

    @Test
    void shouldFindDeletedRunsWhenTheyAreAskedFor() {
        // Given
        String kept = client.createRun(experiment).getRunId();
        String deleted = client.createRun(experiment).getRunId();
        client.deleteRun(deleted);

        // When, Then
        assertThat(client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY))
                .extracting(RunInfo::getRunId)
                .containsExactly(kept);
        assertThat(client.searchRuns(List.of(experiment), "", ViewType.DELETED_ONLY))
                .extracting(RunInfo::getRunId)
                .containsExactly(deleted);
        assertThat(client.searchRuns(List.of(experiment), "", ViewType.ALL))
                .extracting(RunInfo::getRunId)
                .containsExactlyInAnyOrder(kept, deleted);
    }

    @Test
    void shouldLeadFromOnePageOfRunsToTheNext() {
        // Given
        List<String> runs = Stream.of(3, 2, 1)
                .map(start -> client.createRun(CreateRun.newBuilder()
                                .setExperimentId(experiment)
                                .setStartTime(start)
                                .build())
                        .getRunId())
                .toList();
        List<String> order = List.of("attributes.start_time DESC");

        // When
        RunsPage first = client.searchRuns(List.of(experiment), "", ViewType.ALL, 2, order);
        RunsPage second = client.searchRuns(
                List.of(experiment),
                "",
                ViewType.ALL,
                2,
                order,
                first.getNextPageToken().orElseThrow());

        // Then
        assertThat(first.getPageSize()).isEqualTo(2);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(first.getItems())
                .extracting(run -> run.getInfo().getRunId())
                .containsExactlyElementsOf(runs.subList(0, 2));
        assertThat(items(first.getNextPage())).isEqualTo(second.getItems());
        assertThat(second.getPageSize()).isEqualTo(1);
        assertThat(second.hasNextPage()).isFalse();
        assertThat(second.getItems())
                .extracting(run -> run.getInfo().getRunId())
                .containsExactly(runs.get(2));
        assertThat(items(second.getNextPage())).isEmpty();
    }

    @Test
    void shouldLeadFromOnePageOfExperimentsToTheNext() {
        // Given
        for (String suffix : List.of("-a", "-b", "-c")) {
            client.createExperiment(name + suffix);
        }

        // When
        ExperimentsPage first =
                client.searchExperiments("name LIKE '" + name + "-%'", ViewType.ACTIVE_ONLY, 2, List.of("name ASC"));
        ExperimentsPage all = client.searchExperiments();

        // Then
        assertThat(first.getPageSize()).isEqualTo(2);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(first.getItems()).extracting(Experiment::getName).containsExactly(name + "-a", name + "-b");
        assertThat(first.getNextPageToken()).isPresent();
        assertThat(items(first.getNextPage())).extracting(Experiment::getName).containsExactly(name + "-c");
        assertThat(all.getItems())
                .as("newest first")
                .extracting(Experiment::getName)
                .startsWith(name + "-c");
    }

    @Test
    void shouldLeadFromOnePageOfModelVersionsToTheNext() throws Exception {
        // Given
        String run = client.createRun(experiment).getRunId();
        String model = "model-" + name;
        client.sendPost("registered-models/create", "{\"name\": \"" + model + "\"}");
        for (int version = 1; version <= 3; version++) {
            client.sendPost(
                    "model-versions/create",
                    "{\"name\": \"" + model + "\", \"source\": \"runs:/" + run + "/m\", \"run_id\": \"" + run + "\"}");
        }
        String filter = "name = '" + model + "'";
        List<String> order = List.of("version_number ASC");

        // When
        ModelVersionsPage first = client.searchModelVersions(filter, 2, order);
        ModelVersionsPage second = client.searchModelVersions(
                filter, 2, order, first.getNextPageToken().orElseThrow());
        ModelVersionsPage filtered = client.searchModelVersions(filter);
        ModelVersionsPage all = client.searchModelVersions();

        // Then
        assertThat(first.getPageSize()).isEqualTo(2);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(first.getItems()).extracting(ModelVersion::getVersion).containsExactly("1", "2");
        assertThat(items(first.getNextPage())).isEqualTo(second.getItems());
        assertThat(second.getItems()).extracting(ModelVersion::getVersion).containsExactly("3");
        assertThat(second.hasNextPage()).isFalse();
        assertThat(filtered.getItems()).extracting(ModelVersion::getVersion).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(all.getItems()).extracting(ModelVersion::getName).contains(model);
    }

    @Test
    void shouldKeepAllThatAFluentRunLogs() {
        // Given
        MlflowContext context = new MlflowContext(address).setExperimentId(experiment);

        // When
        ActiveRun run = context.startRun();
        run.logMetric("single", 0.5);
        run.logMetrics(Map.of("a", 1.0, "b", 2.0));
        run.logMetrics(Map.of("a", 3.0, "b", Double.NaN), 7);
        run.logParams(Map.of("p", "1", "q", "2"));
        run.setTag("t", "1");
        run.setTags(Map.of("t", "2", "u", "3"));
        run.endRun(RunStatus.FAILED);
        Run logged = context.getClient().getRun(run.getId());
        context.getClient().close();

        // Then
        assertThat(context.getExperimentId()).isEqualTo(experiment);
        assertThat(logged.getInfo().getExperimentId()).isEqualTo(experiment);
        assertThat(logged.getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
        assertThat(logged.getData().getMetricsList())
                .extracting(Metric::getKey, Metric::getValue, Metric::getStep)
                .containsExactly(tuple("a", 3.0, 7L), tuple("b", Double.NaN, 7L), tuple("single", 0.5, 0L));
        assertThat(logged.getData().getParamsList())
                .extracting(Param::getKey, Param::getValue)
                .containsExactly(tuple("p", "1"), tuple("q", "2"));
        assertThat(logged.getData().getTagsList())
                .extracting(RunTag::getKey, RunTag::getValue)
                .contains(tuple("t", "2"), tuple("u", "3"));
    }

    @Test
    void shouldEndAFluentRunByHowItsWorkEnds() {
        // Given
        MlflowContext context = new MlflowContext(client).setExperimentName(name);
        List<String> runs = new ArrayList<>();

        // When
        context.withActiveRun(run -> runs.add(run.getId()));
        context.withActiveRun("named", run -> runs.add(run.getId()));
        context.withActiveRun("broken", run -> {
            runs.add(run.getId());
            throw new IllegalStateException("the training failed");
        });

        // Then
        assertThat(runs.stream().map(client::getRun).map(Run::getInfo))
                .extracting(RunInfo::getStatus)
                .containsExactly(RunStatus.FINISHED, RunStatus.FINISHED, RunStatus.FAILED);
        assertThat(client.getRun(runs.get(1)).getInfo().getRunName()).isEqualTo("named");
        assertThat(client.getExperimentByName(name).map(Experiment::getExperimentId))
                .isEqualTo(Optional.of(experiment));
    }

    private static <T> List<T> items(Page<T> page) {
        return StreamSupport.stream(page.getItems().spliterator(), false).toList();
    }
}

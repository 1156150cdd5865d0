package io.marquee.controltower.orchestration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.marquee.contract.event.PipelineEvent;
import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.event.TaskNews.LogLine;
import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.execution.RunAdvancer;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole runs over real PostgreSQL and Kafka, with a worker that the test plays. */
@QuarkusTest
@TestProfile(OrchestrationProfile.class)
@WithTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka"))
class OrchestrationTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    DagCatalog catalog;

    @Inject
    RunAdvancer advancer;

    private TestWorker worker;

    @BeforeEach
    void startWorker() {
        worker = new TestWorker(bootstrapServers);
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    @Test
    void shouldRunTasksInOrderAndHandOutputsOnWhenWorkersSucceed() {
        // Given
        String runId = trigger("diamond", Map.of("reason", "drift"));

        // When
        PipelineTask load = worker.await(runId, "load", 1);
        worker.start(load);
        worker.complete(load, Map.of("rows", 10));
        PipelineTask left = worker.await(runId, "left", 1);
        PipelineTask right = worker.await(runId, "right", 1);
        worker.complete(right, Map.of("side", "right"));
        worker.complete(left, Map.of("side", "left"));
        PipelineTask join = worker.await(runId, "join", 1);
        worker.complete(join, Map.of("done", true));

        // Then
        assertThat(load.operator()).isEqualTo("load");
        assertThat(load.params()).isEqualTo(Map.of("rows", 10, "strict", true));
        assertThat(load.conf()).isEqualTo(Map.of("reason", "drift", "upstream", Map.of()));
        assertThat(load.maxTries()).isEqualTo(4);
        assertThat(left.conf().get("upstream")).isEqualTo(Map.of("load", Map.of("rows", 10)));
        assertThat(join.conf().get("upstream"))
                .isEqualTo(Map.of(
                        "load", Map.of("rows", 10), "left", Map.of("side", "left"), "right", Map.of("side", "right")));
        awaitState("diamond", runId, "success");
        assertThat(given().get("/metrics").asString())
                .containsPattern("airflow_dag_runs_total\\{dag_id=\"diamond\",state=\"success\"} [1-9]")
                .containsPattern("airflow_task_duration_seconds_count\\{dag_id=\"diamond\",task_id=\"join\"} [1-9]");
        assertThat(taskStates("diamond", runId))
                .isEqualTo(Map.of("load", "success", "left", "success", "right", "success", "join", "success"));
        assertThat(worker.sent(runId)).hasSize(4);
    }

    @Test
    void shouldFailTheRunAndAlertWhenAllRetriesAreUsedUp() {
        // Given
        String runId = trigger("flaky", Map.of());

        // When
        for (int tryNumber = 1; tryNumber <= 4; tryNumber++) {
            worker.fail(worker.await(runId, "shaky", tryNumber), "no such folder: /data " + tryNumber);
        }

        // Then
        awaitState("flaky", runId, "failed");
        assertThat(taskStates("flaky", runId)).isEqualTo(Map.of("shaky", "failed", "after", "upstream_failed"));
        await().until(() -> worker.alerts(runId).size() == 1);
        SystemAlert alert = worker.alerts(runId).getFirst();
        assertThat(alert.level()).isEqualTo(SystemAlert.Level.ERROR);
        assertThat(alert.alertCode()).isEqualTo("pipeline-task-failed");
        assertThat(alert.details())
                .isEqualTo(Map.of(
                        "dag_id", "flaky",
                        "dag_run_id", runId,
                        "task_id", "shaky",
                        "try_number", 4,
                        "error_message", "no such folder: /data 4"));
        assertThat(worker.sent(runId)).extracting(PipelineTask::tryNumber).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldSendANewTryWithoutUsingUpARetryWhenTheWorkerFallsSilent() {
        // Given
        String runId = trigger("single", Map.of());
        PipelineTask first = worker.await(runId, "only", 1);
        worker.start(first);

        // When
        PipelineTask second = worker.await(runId, "only", 2);

        // Then
        assertThat(second.maxTries()).isEqualTo(2);
        worker.complete(first, Map.of("from", "the dead"));
        worker.start(second);
        worker.complete(second, Map.of("from", "the living"));
        awaitState("single", runId, "success");
        given().get("/api/v2/dags/single/dagRuns/{run}/taskInstances/only/xcomEntries/return_value", runId)
                .then()
                .statusCode(200)
                .body("value.from", equalTo("the living"));
        assertThat(worker.alerts(runId)).isEmpty();
    }

    @Test
    void shouldSendANewTryAtOnceWhenAWorkerReportsItsTryLost() {
        // Given
        String runId = trigger("single", Map.of());
        PipelineTask first = worker.await(runId, "only", 1);
        worker.start(first);

        // When
        Instant reported = Instant.now();
        worker.send(worker.news(first).lost(reported, "worker restarted"));
        PipelineTask second = worker.await(runId, "only", 2);

        // Then
        assertThat(Duration.between(reported, Instant.now())).isLessThan(Duration.ofMillis(1900));
        worker.complete(second, Map.of());
        awaitState("single", runId, "success");
    }

    @Test
    void shouldCountEachReportOnceWhenKafkaDeliversItTwice() {
        // Given
        String runId = trigger("flaky", Map.of());
        PipelineTask first = worker.await(runId, "shaky", 1);
        PipelineEvent failure = worker.news(first).failed(Instant.now(), Duration.ZERO, "bad luck");

        // When
        worker.send(failure);
        worker.send(failure);
        PipelineTask second = worker.await(runId, "shaky", 2);
        worker.send(failure);
        PipelineEvent success = worker.news(second).completed(Instant.now(), Duration.ZERO, Map.of());
        worker.send(success);
        worker.send(success);
        worker.complete(worker.await(runId, "after", 1), Map.of());

        // Then
        awaitState("flaky", runId, "success");
        assertThat(worker.sent(runId)).hasSize(3);
    }

    @Test
    void shouldSendEachTryOnceWhenManyInstancesLookAfterTheSameRun() throws InterruptedException {
        // Given
        String runId = trigger("diamond", Map.of());
        RunKey run = new RunKey("diamond", runId);
        worker.complete(worker.await(runId, "load", 1), Map.of());

        // When
        try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < 40; i++) {
                instances.submit(() -> {
                    go.await();
                    advancer.advance(run, Instant.now());
                    return null;
                });
            }
            go.countDown();
            instances.shutdown();
            assertThat(instances.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        worker.complete(worker.await(runId, "left", 1), Map.of());
        worker.complete(worker.await(runId, "right", 1), Map.of());
        worker.complete(worker.await(runId, "join", 1), Map.of());

        // Then
        awaitState("diamond", runId, "success");
        assertThat(worker.sent(runId)).hasSize(4);
    }

    @Test
    void shouldStartTheSecondRunAfterTheFirstWhenOnlyOneMayBeActive() {
        // Given
        String first = trigger("single", Map.of());
        String second = trigger("single", Map.of());
        PipelineTask one = worker.await(first, "only", 1);
        worker.start(one);
        awaitState("single", first, "running");

        // When
        String stateWhileWaiting = state("single", second);
        worker.complete(one, Map.of());

        // Then
        assertThat(stateWhileWaiting).isEqualTo("queued");
        worker.complete(worker.await(second, "only", 1), Map.of());
        awaitState("single", first, "success");
        awaitState("single", second, "success");
    }

    @Test
    void shouldKeepWhatAWorkerSaysPerTry() {
        // Given
        String runId = trigger("single", Map.of());
        PipelineTask task = worker.await(runId, "only", 1);
        Instant said = Instant.parse("2026-01-02T03:04:05.250Z");
        PipelineEvent heartbeat = worker.news(task)
                .running(
                        Instant.now(),
                        Duration.ofSeconds(1),
                        List.of(new LogLine(said, "info", "10 of 20"), new LogLine(said, "error", "row 3 is broken")));

        // When
        worker.start(task);
        worker.send(heartbeat);
        worker.send(heartbeat);
        worker.complete(task, Map.of());
        awaitState("single", runId, "success");

        // Then
        JsonPath log = given().get("/api/v2/dags/single/dagRuns/{run}/taskInstances/only/logs/1", runId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(log.getList("content.event")).containsExactly("10 of 20", "row 3 is broken", "succeeded");
        assertThat(log.getList("content.level")).containsExactly("info", "error", "info");
        assertThat(log.getString("content[0].timestamp")).isEqualTo("2026-01-02T03:04:05.250Z");
        String text = given().accept("text/plain")
                .get("/api/v2/dags/single/dagRuns/{run}/taskInstances/only/logs/1", runId)
                .asString();
        assertThat(text).startsWith("[2026-01-02T03:04:05.250Z] INFO - 10 of 20\n");
    }

    @Test
    void shouldStartNothingWhileTheDagIsPaused() {
        // Given
        pause("diamond", true);

        // When
        String runId = trigger("diamond", Map.of());

        // Then
        await().during(Duration.ofMillis(600))
                .until(() -> state("diamond", runId).equals("queued"));
        assertThat(worker.sent(runId)).isEmpty();
        pause("diamond", false);
        for (String task : List.of("load", "left", "right", "join")) {
            worker.complete(worker.await(runId, task, 1), Map.of());
        }
        awaitState("diamond", runId, "success");
    }

    @Test
    void shouldDoFailedTasksAgainWhenTheyAreCleared() {
        // Given
        String runId = trigger("flaky", Map.of());
        for (int tryNumber = 1; tryNumber <= 4; tryNumber++) {
            worker.fail(worker.await(runId, "shaky", tryNumber), "still broken");
        }
        awaitState("flaky", runId, "failed");

        // When
        JsonPath dryRun = clear("flaky", Map.of("dag_run_id", runId));
        String stateAfterDryRun = state("flaky", runId);
        JsonPath cleared = clear("flaky", Map.of("dag_run_id", runId, "dry_run", false));

        // Then
        assertThat(dryRun.getList("task_instances.task_id")).containsExactly("shaky", "after");
        assertThat(stateAfterDryRun).isEqualTo("failed");
        assertThat(cleared.getInt("total_entries")).isEqualTo(2);
        PipelineTask fifth = worker.await(runId, "shaky", 5);
        assertThat(fifth.maxTries()).isEqualTo(8);
        worker.complete(fifth, Map.of());
        worker.complete(worker.await(runId, "after", 1), Map.of());
        awaitState("flaky", runId, "success");
    }

    @Test
    void shouldShowTheBrokenFileAndRunTheOthers() {
        // When
        JsonPath errors = given().get("/api/v2/importErrors").jsonPath();

        // Then
        assertThat(errors.getInt("total_entries")).isEqualTo(1);
        assertThat(errors.getString("import_errors[0].filename")).isEqualTo("broken.yaml");
        assertThat(errors.getString("import_errors[0].stack_trace"))
                .isEqualTo(
                        "line 5: unknown key 'depend_on', known here: depends_on, execution_timeout, operator, params,"
                                + " retries, retry_delay, task_id");
        assertThat(catalog.find("diamond")).isPresent();
    }

    private static String trigger(String dagId, Map<String, Object> conf) {
        String runId = "manual__" + UUID.randomUUID();
        given().contentType("application/json")
                .body(Map.of("dag_run_id", runId, "conf", conf))
                .post("/api/v2/dags/{dag}/dagRuns", dagId)
                .then()
                .statusCode(200)
                .body("dag_run_id", equalTo(runId))
                .body("state", equalTo("queued"));
        return runId;
    }

    private static JsonPath clear(String dagId, Map<String, Object> body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v2/dags/{dag}/clearTaskInstances", dagId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void pause(String dagId, boolean paused) {
        given().contentType("application/json")
                .body(Map.of("is_paused", paused))
                .patch("/api/v2/dags/{dag}", dagId)
                .then()
                .statusCode(200)
                .body("is_paused", equalTo(paused));
    }

    private static String state(String dagId, String runId) {
        return given().get("/api/v2/dags/{dag}/dagRuns/{run}", dagId, runId)
                .jsonPath()
                .getString("state");
    }

    private static void awaitState(String dagId, String runId, String state) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> state(dagId, runId), state::equals);
    }

    private static Map<String, String> taskStates(String dagId, String runId) {
        JsonPath tasks = given().get("/api/v2/dags/{dag}/dagRuns/{run}/taskInstances", dagId, runId)
                .jsonPath();
        List<String> ids = tasks.getList("task_instances.task_id");
        List<String> states = tasks.getList("task_instances.state");
        Map<String, String> byId = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            byId.put(ids.get(i), states.get(i));
        }
        return byId;
    }
}

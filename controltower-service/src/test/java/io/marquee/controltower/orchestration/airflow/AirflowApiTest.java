package io.marquee.controltower.orchestration.airflow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.marquee.contract.event.PipelineTask;
import io.marquee.controltower.orchestration.OrchestrationProfile;
import io.marquee.controltower.orchestration.TestWorker;
import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The exact shapes that Airflow's clients parse. */
@QuarkusTest
@TestProfile(OrchestrationProfile.class)
@WithTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka"))
class AirflowApiTest {

    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
    private static final String UUID_SHAPE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void shouldAnswerARunWithAirflowsFieldsWhenItIsTriggered() {
        // When
        ValidatableResponse answer = post("shapes", """
                {"logical_date": "2026-01-02T03:04:05+09:00", "conf": {"reason": "drift"}, "note": "by hand"}
                """).statusCode(200);

        // Then
        assertThat(keys(answer, ""))
                .containsExactly(
                        "dag_run_id",
                        "dag_id",
                        "logical_date",
                        "queued_at",
                        "start_date",
                        "end_date",
                        "duration",
                        "data_interval_start",
                        "data_interval_end",
                        "run_after",
                        "last_scheduling_decision",
                        "run_type",
                        "state",
                        "triggered_by",
                        "triggering_user_name",
                        "conf",
                        "note",
                        "dag_versions",
                        "bundle_version",
                        "dag_display_name");
        answer.body(
                        "dag_run_id",
                        matchesPattern("manual__\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?\\+00:00"))
                .body("dag_id", equalTo("shapes"))
                .body("logical_date", equalTo("2026-01-01T18:04:05Z"))
                .body("data_interval_start", equalTo("2026-01-01T18:04:05Z"))
                .body("data_interval_end", equalTo("2026-01-01T18:04:05Z"))
                .body("queued_at", matchesPattern(INSTANT))
                .body("run_after", matchesPattern(INSTANT))
                .body("start_date", nullValue())
                .body("end_date", nullValue())
                .body("duration", nullValue())
                .body("run_type", equalTo("manual"))
                .body("state", equalTo("queued"))
                .body("triggered_by", equalTo("rest_api"))
                .body("triggering_user_name", nullValue())
                .body("conf", equalTo(Map.of("reason", "drift")))
                .body("note", equalTo("by hand"))
                .body("dag_versions", hasSize(1))
                .body("dag_versions[0].id", matchesPattern(UUID_SHAPE))
                .body("dag_versions[0].version_number", equalTo(1))
                .body("dag_display_name", equalTo("shapes"));
        assertThat(keys(answer, "dag_versions[0]"))
                .containsExactly(
                        "id",
                        "version_number",
                        "dag_id",
                        "bundle_name",
                        "bundle_version",
                        "created_at",
                        "dag_display_name",
                        "bundle_url");
        post("shapes", "{\"logical_date\": \"2026-01-01T18:04:05Z\"}").statusCode(409);
    }

    @Test
    void shouldAnswerTasksWithAirflowsFieldsWhenTheyHaveRun() {
        // Given
        String runId = "manual__" + UUID.randomUUID();
        post("shapes", "{\"logical_date\": null, \"dag_run_id\": \"" + runId + "\"}")
                .statusCode(200);
        try (TestWorker worker = new TestWorker(bootstrapServers)) {
            PipelineTask first = worker.await(runId, "first", 1);
            worker.start(first);
            worker.complete(first, Map.of("rows", 7));
            worker.await(runId, "second", 1);
        }

        // When
        ValidatableResponse answer = given().get("/api/v2/dags/shapes/dagRuns/{run}/taskInstances", runId)
                .then()
                .statusCode(200);

        // Then
        assertThat(keys(answer, "task_instances[0]"))
                .containsExactly(
                        "id",
                        "task_id",
                        "dag_id",
                        "dag_run_id",
                        "map_index",
                        "logical_date",
                        "run_after",
                        "start_date",
                        "end_date",
                        "duration",
                        "state",
                        "try_number",
                        "max_tries",
                        "task_display_name",
                        "hostname",
                        "unixname",
                        "pool",
                        "pool_slots",
                        "queue",
                        "priority_weight",
                        "operator",
                        "queued_when",
                        "scheduled_when",
                        "pid",
                        "executor",
                        "executor_config",
                        "note",
                        "rendered_map_index",
                        "rendered_fields",
                        "trigger",
                        "triggerer_job",
                        "dag_version");
        answer.body("total_entries", equalTo(2))
                .body("task_instances[0].id", matchesPattern(UUID_SHAPE))
                .body("task_instances[0].task_id", equalTo("first"))
                .body("task_instances[0].map_index", equalTo(-1))
                .body("task_instances[0].state", equalTo("success"))
                .body("task_instances[0].try_number", equalTo(1))
                .body("task_instances[0].max_tries", equalTo(3))
                .body("task_instances[0].hostname", equalTo("test-worker:1"))
                .body("task_instances[0].pool", equalTo("default_pool"))
                .body("task_instances[0].operator", equalTo("work"))
                .body("task_instances[0].rendered_fields", equalTo(Map.of("recipe", "r.yaml")))
                .body("task_instances[0].queued_when", matchesPattern(INSTANT))
                .body("task_instances[0].executor_config", equalTo("{}"))
                .body("task_instances[1].state", equalTo("queued"));
        given().get("/api/v2/dags/shapes/dagRuns/{run}/taskInstances/first", runId)
                .then()
                .statusCode(200)
                .body("task_id", equalTo("first"));
        ValidatableResponse xcom = given().get(
                        "/api/v2/dags/shapes/dagRuns/{run}/taskInstances/first/xcomEntries/return_value", runId)
                .then()
                .statusCode(200)
                .body("value", equalTo(Map.of("rows", 7)));
        assertThat(keys(xcom, ""))
                .containsExactly(
                        "key",
                        "timestamp",
                        "logical_date",
                        "map_index",
                        "task_id",
                        "dag_id",
                        "run_id",
                        "dag_display_name",
                        "task_display_name",
                        "value");
        given().get("/api/v2/dags/shapes/dagRuns/{run}/taskInstances/second/xcomEntries/return_value", runId)
                .then()
                .statusCode(404)
                .body("detail", equalTo("XCom entry with key: `return_value` not found"));
        given().get("/api/v2/dags/shapes/dagRuns/{run}/taskInstances/first/logs/2", runId)
                .then()
                .statusCode(404);
        given().get("/api/v1/dags/shapes/dagRuns/{run}/taskInstances", runId)
                .then()
                .statusCode(200)
                .body("task_instances[0].task_id", equalTo("first"))
                .body("task_instances[0].execution_date", matchesPattern(INSTANT))
                .body("total_entries", equalTo(2));
    }

    @Test
    void shouldListDagsWithTheirNextRun() {
        // When
        ValidatableResponse answer = given().get("/api/v2/dags").then().statusCode(200);

        // Then
        answer.body("dags.dag_id", contains("clock", "diamond", "flaky", "shapes", "single"))
                .body("total_entries", equalTo(5));
        ValidatableResponse clock = given().get("/api/v2/dags/clock").then().statusCode(200);
        assertThat(keys(clock, ""))
                .containsExactly(
                        "dag_id",
                        "dag_display_name",
                        "is_paused",
                        "is_stale",
                        "last_parsed_time",
                        "last_parse_duration",
                        "last_expired",
                        "bundle_name",
                        "bundle_version",
                        "relative_fileloc",
                        "fileloc",
                        "description",
                        "timetable_summary",
                        "timetable_description",
                        "tags",
                        "max_active_tasks",
                        "max_active_runs",
                        "max_consecutive_failed_dag_runs",
                        "has_task_concurrency_limits",
                        "has_import_errors",
                        "next_dagrun_logical_date",
                        "next_dagrun_data_interval_start",
                        "next_dagrun_data_interval_end",
                        "next_dagrun_run_after",
                        "owners",
                        "file_token");
        clock.body("timetable_summary", equalTo("30 4 * * 1"))
                .body("is_paused", equalTo(false))
                .body("owners", contains("data-team"))
                .body("tags", empty())
                // Half past four on a Monday in Seoul is Sunday evening in UTC.
                .body("next_dagrun_run_after", matchesPattern("\\d{4}-\\d\\d-\\d\\dT19:30:00Z"));
        given().queryParam("dag_id_pattern", "%hap%")
                .get("/api/v2/dags")
                .then()
                .body("dags.dag_id", contains("shapes"));
        given().get("/api/v2/dags?tags=api").then().body("dags.dag_id", contains("shapes"));
        given().get("/api/v2/dags?limit=1&offset=1&order_by=-dag_id")
                .then()
                .body("dags.dag_id", contains("shapes"))
                .body("total_entries", equalTo(5));
    }

    @Test
    void shouldListRunsByPageOrderAndState() {
        // Given
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add("page-" + i + "-" + UUID.randomUUID());
            post(
                            "single",
                            "{\"dag_run_id\": \"" + ids.get(i) + "\", \"run_after\": \"2099-01-0" + (i + 1)
                                    + "T00:00:00Z\"}")
                    .statusCode(200);
        }

        // Then
        String future = "/api/v2/dags/single/dagRuns?run_after_gte=2099-01-01T00:00:00Z";
        given().get(future + "&limit=2")
                .then()
                .body("dag_runs.dag_run_id", contains(ids.get(0), ids.get(1)))
                .body("total_entries", equalTo(3));
        given().get(future + "&order_by=-run_after&limit=1&offset=1")
                .then()
                .body("dag_runs.dag_run_id", contains(ids.get(1)));
        given().get(future + "&state=queued").then().body("total_entries", equalTo(3));
        given().get(future + "&state=running&state=failed").then().body("total_entries", equalTo(0));
        given().get(future + "&run_type=scheduled").then().body("total_entries", equalTo(0));
        given().queryParam("run_after_gte", "2099-01-01T00:00:00+00:00")
                .queryParam("run_after_lte", "2099-01-02T00:00:00Z")
                .get("/api/v2/dags/~/dagRuns")
                .then()
                .body("total_entries", equalTo(2));
        given().get("/api/v2/dags/single/dagRuns?order_by=color")
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        equalTo("Ordering with 'color' is disallowed or the attribute does not exist on the model"));
        given().get("/api/v2/dags/single/dagRuns?state=done")
                .then()
                .statusCode(422)
                .body("detail[0].loc", contains("query", "state"))
                .body("detail[0].type", equalTo("enum"));
        given().get("/api/v2/dags/single/dagRuns?limit=many")
                .then()
                .statusCode(422)
                .body("detail[0].loc", contains("query", "limit"))
                .body("detail[0].msg", equalTo("Input should be a valid integer, unable to parse string as an integer"))
                .body("detail[0].input", equalTo("many"));
    }

    @Test
    void shouldRefuseASecondRunOfTheSameId() {
        // Given
        String body = "{\"dag_run_id\": \"twice-" + UUID.randomUUID() + "\", \"run_after\": \"2098-01-01T00:00:00Z\"}";
        post("shapes", body).statusCode(200);

        // Then
        post("shapes", body)
                .statusCode(409)
                .body("detail.reason", equalTo("Unique constraint violation"))
                .body(
                        "detail.message",
                        matchesPattern("DAGRun with DAG ID: 'shapes' and DAGRun ID: 'twice-.*' already exists"));
    }

    @Test
    void shouldSayWhatIsMissingInAirflowsWords() {
        // Then
        post("no_such", "{\"logical_date\": null}")
                .statusCode(404)
                .body("detail", equalTo("The DAG with dag_id: `no_such` was not found"));
        given().get("/api/v2/dags/shapes/dagRuns/none")
                .then()
                .statusCode(404)
                .body("detail", equalTo("The DagRun with dag_id: `shapes` and run_id: `none` was not found"));
        given().get("/api/v2/dags/shapes/dagRuns/none/taskInstances").then().statusCode(404);
        given().get("/api/v2/dags/none").then().statusCode(404);
    }

    @Test
    void shouldNameEveryFaultOfABody() {
        // Then
        post("shapes", "{\"logical_date\": \"yesterday\", \"conf\": [], \"dag_run\": 1}")
                .statusCode(422)
                .body(
                        "detail.loc",
                        contains(List.of("body", "logical_date"), List.of("body", "conf"), List.of("body", "dag_run")))
                .body("detail.type", contains("datetime_from_date_parsing", "dict_type", "extra_forbidden"))
                .body("detail[2].msg", equalTo("Extra inputs are not permitted"))
                .body("detail[0].input", equalTo("yesterday"));
        post("shapes", "{\"logical_date\": \"2026-01-01T00:00:00\"}")
                .statusCode(422)
                .body("detail[0].type", equalTo("timezone_aware"));
        post("shapes", "{").statusCode(422).body("detail[0].type", equalTo("json_invalid"));
        post("shapes", "[]").statusCode(422).body("detail[0].loc", contains("body"));
        post("shapes", "{\"dag_run_id\": \"a b\"}")
                .statusCode(422)
                .body("detail[0].loc", contains("body", "dag_run_id"));
        post("shapes", "{\"dag_run_id\": \"scheduled__x\"}").statusCode(400);
        post("shapes", "{\"data_interval_start\": \"2026-01-01T00:00:00Z\"}").statusCode(422);
        given().contentType(ContentType.JSON)
                .body("{}")
                .patch("/api/v2/dags/shapes")
                .then()
                .statusCode(422)
                .body("detail[0].type", equalTo("missing"))
                .body("detail[0].loc", contains("body", "is_paused"));
    }

    @Test
    void shouldChangeNothingWhenAClearDoesNotSaySo() {
        // Given
        String runId = "clear-" + UUID.randomUUID();
        post("single", "{\"dag_run_id\": \"" + runId + "\", \"run_after\": \"2097-01-01T00:00:00Z\"}")
                .statusCode(200);

        // Then
        clear("single", "{\"dag_run_id\": \"" + runId + "\"}").statusCode(200).body("total_entries", equalTo(0));
        clear("single", "{\"dag_run_id\": \"" + runId + "\", \"only_failed\": false}")
                .statusCode(200)
                .body("task_instances.task_id", contains("only"));
        clear("single", "{\"dag_run_id\": \"none\"}").statusCode(404);
        clear("single", "{\"only_running\": true}").statusCode(422);
        clear("single", "{\"task_ids\": []}").statusCode(422);
        clear("single", "{\"dag_run_id\": \"x\", \"start_date\": \"2026-01-01T00:00:00Z\"}")
                .statusCode(422);
    }

    @Test
    void shouldTellItsHealth() {
        // Then
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> given().get("/api/v2/monitor/health")
                .then()
                .statusCode(200)
                .body("metadatabase.status", equalTo("healthy"))
                .body("scheduler.status", equalTo("healthy"))
                .body("scheduler.latest_scheduler_heartbeat", matchesPattern(INSTANT))
                .body("triggerer.status", nullValue())
                .body("dag_processor.status", equalTo("healthy")));
        given().get("/api/v1/health").then().statusCode(200).body("scheduler.status", equalTo("healthy"));
    }

    @Test
    void shouldSpeakTheOldVersionToo() {
        // Given
        String runId = "old-" + UUID.randomUUID();

        // When
        ValidatableResponse created = given().contentType(ContentType.JSON)
                .body(Map.of("dag_run_id", runId, "conf", Map.of("k", "v"), "run_after", "2096-01-01T00:00:00Z"))
                .post("/api/v1/dags/single/dagRuns")
                .then()
                .statusCode(200);

        // Then
        assertThat(keys(created, ""))
                .containsExactly(
                        "conf",
                        "dag_id",
                        "dag_run_id",
                        "data_interval_end",
                        "data_interval_start",
                        "end_date",
                        "execution_date",
                        "external_trigger",
                        "last_scheduling_decision",
                        "logical_date",
                        "note",
                        "run_type",
                        "start_date",
                        "state");
        created.body("external_trigger", equalTo(true))
                .body("execution_date", equalTo("2096-01-01T00:00:00Z"))
                .body("state", equalTo("queued"));
        given().get("/api/v1/dags/single/dagRuns/{run}", runId).then().statusCode(200);
        given().get("/api/v1/dags/single/dagRuns").then().statusCode(200).body("dag_runs.dag_id[0]", equalTo("single"));
        given().get("/api/v1/dags/clock")
                .then()
                .body("schedule_interval.__type", equalTo("CronExpression"))
                .body("schedule_interval.value", equalTo("30 4 * * 1"));
        given().get("/api/v1/dags").then().body("total_entries", equalTo(5));
        given().get("/api/v1/dags/none")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("title", equalTo("Not Found"))
                .body("detail", equalTo("The DAG with dag_id: `none` was not found"))
                .body("type", equalTo("about:blank"));
        given().contentType(ContentType.JSON)
                .body("{\"conf\": 1}")
                .post("/api/v1/dags/single/dagRuns")
                .then()
                .statusCode(400)
                .body("detail", equalTo("conf: Input should be a valid dictionary"));
    }

    private static ValidatableResponse post(String dagId, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v2/dags/{dag}/dagRuns", dagId)
                .then();
    }

    private static ValidatableResponse clear(String dagId, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v2/dags/{dag}/clearTaskInstances", dagId)
                .then();
    }

    private static List<String> keys(ValidatableResponse answer, String path) {
        Map<String, Object> object = answer.extract().jsonPath().getMap(path);
        return List.copyOf(object.keySet());
    }
}

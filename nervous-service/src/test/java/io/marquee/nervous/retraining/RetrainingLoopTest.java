package io.marquee.nervous.retraining;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UndecodableEventException;
import io.marquee.contract.event.UserInteraction;
import io.marquee.nervous.Neighbours;
import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.marquee.nervous.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetrainingLoopTest extends NervousTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void shouldHoldUnderSteadyTraffic() throws InterruptedException {
        // Given
        serve(1);
        rate(20);

        // When
        publishAll(steady(10));
        eventually().until(() -> driftReport().orElseThrow().rows() == 200);
        Thread.sleep(2500);

        // Then
        given().get("/api/v1/retraining")
                .then()
                .statusCode(200)
                .body("current", nullValue())
                .body("history.size()", equalTo(0))
                .body("policy.decision", equalTo("hold"))
                .body("policy.hold", equalTo("no_cause"))
                .body("policy.cooldown_seconds", equalTo(3600))
                .body("policy.reason", containsString(modelName + " v1 is stable over 200 predictions of 10 requests"));
        assertThat(neighbours.runRequests()).isEmpty();
    }

    @Test
    void shouldTriggerOnceOnDriftFollowTheRunAndThenCoolDown() throws InterruptedException {
        // Given
        serve(1);
        rate(20);

        // When
        publishAll(drifted(10));

        // Then the orchestrator is asked once
        eventually().until(() -> neighbours.runRequests().size() == 1);
        Neighbours.RunRequest request = neighbours.runRequests().getFirst();
        assertThat(request.dagId()).isEqualTo("movie_training_pipeline");
        JsonNode body = request.body();
        String dagRunId = body.get("dag_run_id").textValue();
        assertThat(dagRunId).matches("retrain__\\d{8}T\\d{6}\\.\\d{3}Z");
        assertThat(body.has("logical_date")).isTrue();
        assertThat(body.get("logical_date").isNull()).isTrue();
        assertThat(body.at("/conf/trigger").textValue()).isEqualTo("drift");
        assertThat(body.at("/conf/reason").textValue()).startsWith(modelName + " v1 is drifted over");
        assertThat(body.at("/conf/model_name").textValue()).isEqualTo(modelName);
        assertThat(body.at("/conf/model_version").intValue()).isEqualTo(1);
        eventually().untilAsserted(() -> given().get("/api/v1/retraining")
                .then()
                .body("current.dag_run_id", equalTo(dagRunId))
                .body("current.state", equalTo("accepted"))
                .body("policy.hold", equalTo("one_at_a_time")));

        // When the run ends
        neighbours.runState(dagRunId, "success");

        // Then its end is noted, and although the traffic still drifts no second run is asked for
        eventually().untilAsserted(() -> given().get("/api/v1/retraining")
                .then()
                .body("current", nullValue())
                .body("history[0].state", equalTo("succeeded"))
                .body("policy.hold", equalTo("cooldown"))
                .body("policy.cooldown_ends_at", notNullValue()));
        Thread.sleep(2500);
        assertThat(neighbours.runRequests()).hasSize(1);
    }

    @Test
    void shouldNotTrainAgainOnWhatTheLastRunHasSeen() throws SQLException {
        // Given a run that went well, long enough ago for the cooldown, and whose model was not promoted
        serve(1);
        rate(20);
        eventually().until(() -> count("SELECT count(*) FROM monitoring.interaction") == 20);
        execute("""
                INSERT INTO monitoring.retraining_request
                  (dag_id, dag_run_id, cause, reason, state, requested_at, accepted_at, finished_at)
                VALUES ('movie_training_pipeline', 'retrain__earlier', 'DRIFT', 'x', 'SUCCEEDED',
                        clock_timestamp(), clock_timestamp(), clock_timestamp() - interval '2 hours')""");

        // When
        publishAll(drifted(10));

        // Then
        eventually().untilAsserted(() -> given().get("/api/v1/retraining")
                .then()
                .body("policy.hold", equalTo("nothing_new_to_learn"))
                .body("policy.reason", endsWith("only 0 ratings are newer than the last training, and 10 are needed")));
        assertThat(neighbours.runRequests()).isEmpty();
    }

    @Test
    void shouldTriggerOnAGrownError() {
        // Given
        serve(1);
        Instant predicted = Instant.now();
        for (long movie = 0; movie < 10; movie++) {
            publish(TestTraffic.single(modelName, 1, 7, movie, 5.0, predicted));
        }

        // When
        for (long movie = 0; movie < 10; movie++) {
            publish(TestTraffic.rating(7, movie, 3.0, predicted.plusMillis(1)));
        }

        // Then
        eventually().until(() -> neighbours.runRequests().size() == 1);
        assertThat(neighbours
                        .runRequests()
                        .getFirst()
                        .body()
                        .at("/conf/trigger")
                        .textValue())
                .isEqualTo("performance");
    }

    @Test
    void shouldAskUntilTheOrchestratorIsBack() {
        // Given
        serve(1);
        neighbours.orchestratorFails(503);

        // When
        String dagRunId = ask("{\"reason\":\"new recipe\"}")
                .statusCode(202)
                .body("trigger", equalTo("manual"))
                .extract()
                .path("dag_run_id");

        // Then
        eventually().untilAsserted(() -> given().get("/api/v1/retraining")
                .then()
                .body("current.state", equalTo("requested"))
                .body("current.error", containsString("the orchestrator answered 503"))
                .body("current.attempts", greaterThan(1)));

        // When
        neighbours.orchestratorFails(0);

        // Then
        eventually()
                .untilAsserted(
                        () -> given().get("/api/v1/retraining").then().body("current.state", equalTo("accepted")));
        assertThat(neighbours.runRequests()).singleElement().satisfies(request -> assertThat(
                        request.body().get("dag_run_id").textValue())
                .isEqualTo(dagRunId));
    }

    @Test
    void shouldGoOnAfterACrashBeforeTheAnswerArrived() throws SQLException {
        // Given the orchestrator has the run, but the request does not say so
        neighbours.runState("retrain__crashed", "running");
        insertOpen("retrain__crashed", "REQUESTED");

        // Then asking again finds it there
        eventually()
                .untilAsserted(
                        () -> given().get("/api/v1/retraining").then().body("current.state", equalTo("accepted")));
        assertThat(neighbours.runRequests()).hasSize(1);

        // When
        neighbours.runState("retrain__crashed", "success");

        // Then
        eventually()
                .untilAsserted(
                        () -> given().get("/api/v1/retraining").then().body("history[0].state", equalTo("succeeded")));
    }

    @Test
    void shouldGoOnFollowingARunAfterACrash() throws SQLException {
        // Given
        neighbours.runState("retrain__followed", "success");

        // When
        insertOpen("retrain__followed", "ACCEPTED");

        // Then
        eventually().untilAsserted(() -> given().get("/api/v1/retraining")
                .then()
                .body("history[0].state", equalTo("succeeded"))
                .body("history[0].dag_run_id", equalTo("retrain__followed")));
        assertThat(neighbours.runRequests()).isEmpty();
    }

    @Test
    void shouldRaiseAnAlertOnceWhenARunFailsAndResolveItWhenOneSucceeds() throws SQLException {
        // Given
        int before = failureAlerts().size();
        neighbours.runState("retrain__bad", "failed");

        // When
        insertOpen("retrain__bad", "ACCEPTED");

        // Then
        eventually().until(() -> failureAlerts().size() == before + 1);
        SystemAlert raised = failureAlerts().getLast();
        assertThat(raised.resolved()).isFalse();
        assertThat(raised.message()).isEqualTo("retraining retrain__bad failed: run retrain__bad failed");
        given().get("/api/v1/alerts")
                .then()
                .body("raised[0].alert_code", equalTo("retraining-failed"))
                .body("raised[0].resolved_at", nullValue());

        // When
        neighbours.runState("retrain__good", "success");
        insertOpen("retrain__good", "ACCEPTED");

        // Then
        eventually().until(() -> failureAlerts().size() == before + 2);
        assertThat(failureAlerts().getLast().resolved()).isTrue();
        given().get("/api/v1/alerts").then().body("raised[0].resolved_at", notNullValue());
    }

    @Test
    void shouldFailARunThatTheOrchestratorRefuses() {
        // Given
        serve(1);
        neighbours.orchestratorFails(404);

        // When
        ask("{\"reason\":\"new recipe\"}").statusCode(202);

        // Then
        eventually().untilAsserted(() -> given().get("/api/v1/retraining")
                .then()
                .body("history[0].state", equalTo("failed"))
                .body(
                        "history[0].error",
                        equalTo("the orchestrator answered 404 to a run of movie_training_pipeline")));
    }

    @Test
    void shouldSayWhyAWishIsHeld() {
        // Given
        serve(1);
        String first =
                ask("{\"reason\":\"new recipe\"}").statusCode(202).extract().path("dag_run_id");

        // Then one at a time
        ask("{\"reason\":\"me too\",\"override_cooldown\":true}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", equalTo("me too; but retraining " + first + " is still under way"));

        // When
        neighbours.runState(first, "success");
        eventually()
                .untilAsserted(() -> given().get("/api/v1/retraining").then().body("current", nullValue()));

        // Then the cooldown, unless it is overridden
        ask("{\"reason\":\"me too\"}").statusCode(409).body("detail", containsString("the cooldown lasts until"));
        ask("{\"reason\":\"me too\",\"override_cooldown\":true}").statusCode(202);
    }

    @Test
    void shouldRefuseAWishWithoutAReason() {
        ask("{}").statusCode(400).body("field", equalTo("reason"));
        ask("{\"reason\":\" \"}").statusCode(400);
        ask("{\"reason\":").statusCode(400).contentType("application/problem+json");
        given().get("/api/v1/retraining?limit=0").then().statusCode(400);
    }

    private ValidatableResponse ask(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/retraining")
                .then();
    }

    private void insertOpen(String dagRunId, String state) throws SQLException {
        execute(
                "INSERT INTO monitoring.retraining_request (dag_id, dag_run_id, cause, reason, state, requested_at, accepted_at)"
                        + " VALUES ('movie_training_pipeline', '" + dagRunId + "', 'MANUAL', 'test', '" + state
                        + "', now(), now())");
    }

    private List<SystemAlert> failureAlerts() {
        List<SystemAlert> alerts = new ArrayList<>();
        try {
            for (ConsumerRecord<String, byte[]> record :
                    TopicReader.readAll(bootstrapServers, Topic.SYSTEM_ALERTS.topicName())) {
                alerts.add(EventCodec.decode(SystemAlert.class, record.value()));
            }
        } catch (UndecodableEventException e) {
            throw new IllegalStateException(e);
        }
        return alerts.stream()
                .filter(alert -> "retraining-failed".equals(alert.alertCode()))
                .toList();
    }

    private void rate(int ratings) {
        List<UserInteraction> events = new ArrayList<>();
        for (int i = 0; i < ratings; i++) {
            events.add(TestTraffic.rating(900, 900 + i, 3, Instant.now()));
        }
        publishAll(events);
    }

    private List<ModelPrediction> steady(int requests) {
        List<ModelPrediction> events = new ArrayList<>();
        for (int user = 0; user < requests; user++) {
            events.add(TestTraffic.steady(modelName, 1, user));
        }
        return events;
    }

    private List<ModelPrediction> drifted(int requests) {
        List<ModelPrediction> events = new ArrayList<>();
        for (int user = 0; user < requests; user++) {
            events.add(TestTraffic.drifted(modelName, 1, user));
        }
        return events;
    }
}

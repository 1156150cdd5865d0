package io.marquee.nervous.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.marquee.contract.event.UserInteraction;
import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookTest extends NervousTest {

    private final String golden = golden();

    @Test
    void shouldTakeANotificationAndTriggerARetrainingOnce() {
        // Given
        serve(1);
        rate(15);

        // When
        String dagRunId = post("/api/v1/alerts/webhook", golden)
                .statusCode(200)
                .body("alerts[0].alertname", equalTo("ModelDrift"))
                .body("alerts[0].duplicate", equalTo(false))
                .body("alerts[0].retraining", equalTo("triggered"))
                .body(
                        "alerts[0].reason",
                        equalTo("alert ModelDrift: The traffic no longer looks like the training data"))
                .body("alerts[1].retraining", equalTo("not_asked"))
                .extract()
                .path("alerts[0].dag_run_id");

        // Then
        assertThat(neighbours.runRequests()).singleElement().satisfies(request -> {
            assertThat(request.body().get("dag_run_id").textValue()).isEqualTo(dagRunId);
            assertThat(request.body().at("/conf/trigger").textValue()).isEqualTo("alert");
            assertThat(request.body().at("/conf/model_name").textValue()).isEqualTo(modelName);
        });

        // When the Alertmanager repeats itself
        post("/alerts", golden)
                .statusCode(200)
                .body("alerts[0].duplicate", equalTo(true))
                .body("alerts[0].retraining", equalTo("triggered_before"))
                .body("alerts[0].dag_run_id", equalTo(dagRunId));

        // Then
        assertThat(neighbours.runRequests()).hasSize(1);
        given().get("/api/v1/alerts")
                .then()
                .statusCode(200)
                .body("received.size()", equalTo(2))
                .body(received("ModelDrift", "starts_at"), equalTo("2026-01-02T03:04:05.678Z"))
                .body(received("ModelDrift", "ends_at"), nullValue())
                .body(received("ModelDrift", "notifications"), equalTo(2))
                .body(received("HighLatency", "status"), equalTo("resolved"))
                .body(received("HighLatency", "ends_at"), equalTo("2026-01-02T02:10:00Z"));
    }

    @Test
    void shouldSayWhyAnAlertIsHeldAndJudgeItAgainWhenRepeated() {
        // Given
        serve(1);

        // Then
        post("/alerts", golden)
                .statusCode(200)
                .body("alerts[0].retraining", equalTo("held"))
                .body(
                        "alerts[0].reason",
                        containsString("but only 0 ratings are newer than the last training, and 10 are needed"));

        // When
        rate(15);

        // Then
        post("/alerts", golden)
                .statusCode(200)
                .body("alerts[0].duplicate", equalTo(true))
                .body("alerts[0].retraining", equalTo("triggered"));
    }

    @Test
    void shouldRefuseWhatIsNoNotification() {
        post("/alerts", golden + " ".repeat(4 << 20))
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", equalTo("The body is larger than the 4194304 bytes that are allowed."));
        post("/alerts", "{\"version\":").statusCode(400).contentType("application/problem+json");
        post("/alerts", "").statusCode(400);
        post("/alerts", golden.replace("\"version\": \"4\"", "\"version\": \"3\""))
                .statusCode(400)
                .body("detail", equalTo("'version' must be 4, got: 3"));
        post("/alerts", golden.replace("\"startsAt\": \"2026-01-02T02:00:00Z\"", "\"startsAt\": \"yesterday\""))
                .statusCode(400);
        post("/alerts", golden.replace("\"alertname\": \"HighLatency\",", ""))
                .statusCode(400)
                .body("detail", equalTo("'alerts.labels.alertname' is required"));
        assertThat(count("SELECT count(*) FROM monitoring.received_alert")).isZero();
    }

    @Test
    void shouldLetTheAlertmanagerTryAgainWhileTheDatabaseIsAway() throws SQLException {
        // Given
        execute("ALTER TABLE monitoring.received_alert RENAME TO received_alert_away");

        // Then
        try {
            post("/alerts", golden).statusCode(500).contentType("application/problem+json");
        } finally {
            execute("ALTER TABLE monitoring.received_alert_away RENAME TO received_alert");
        }
        post("/alerts", golden).statusCode(200);
    }

    private ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static String received(String alertName, String path) {
        return "received.find { it.alert_name == '" + alertName + "' }." + path;
    }

    private void rate(int ratings) {
        List<UserInteraction> events = new ArrayList<>();
        for (int i = 0; i < ratings; i++) {
            events.add(TestTraffic.rating(900, 900 + i, 3, Instant.now()));
        }
        publishAll(events);
        eventually().until(() -> count("SELECT count(*) FROM monitoring.interaction") == ratings);
    }

    private String golden() {
        try (InputStream file = WebhookTest.class.getResourceAsStream("/golden/alertmanager/webhook-v4.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("MODEL", modelName)
                    .replace("FINGERPRINT", modelName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

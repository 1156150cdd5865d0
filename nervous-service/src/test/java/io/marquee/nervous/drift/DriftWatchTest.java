package io.marquee.nervous.drift;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;

import io.marquee.contract.event.ModelPrediction;
import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.marquee.nervous.drift.statistics.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DriftWatchTest extends NervousTest {

    @Test
    void shouldStayStableUnderTrafficLikeTheBaseline() {
        // Given
        serve(1);

        // When
        publishAll(steady(1, 10));

        // Then
        eventually().until(() -> driftReport().orElseThrow().rows() == 200);
        given().get("/api/v1/drift")
                .then()
                .statusCode(200)
                .body("drifted_threshold", equalTo(0.2f))
                .body(model("verdict"), equalTo("stable"))
                .body(model("window_rows"), equalTo(200))
                .body(model("window_requests"), equalTo(10))
                .body(model("features.find { it.name == 'movie_metadata__year' }.psi"), equalTo(0.0f))
                .body(model("features.find { it.name == 'movie_metadata__year' }.rows"), equalTo(200))
                .body(model("prediction.psi"), equalTo(0.0f));
    }

    @Test
    void shouldSeeDriftInTheNewestTrafficAndSayWhichFeatureIsWorst() {
        // Given
        serve(1);
        publishAll(steady(1, 10));
        eventually().until(() -> driftReport().orElseThrow().verdict() == Verdict.STABLE);

        // When
        publishAll(drifted(1, 10));

        // Then
        eventually().until(() -> driftReport().orElseThrow().verdict() == Verdict.DRIFTED);
        eventually().untilAsserted(() -> given().get("/api/v1/drift")
                .then()
                .body(model("worst_feature"), equalTo("movie_metadata__main_genre"))
                .body(model("worst_psi"), greaterThan(5f))
                .body(model("window_rows"), equalTo(200)));
        eventually().untilAsserted(() -> given().get("/metrics")
                .then()
                .body(containsString(
                        "ml_data_drift_score{drift_method=\"psi\",feature_name=\"movie_metadata__year\",model_name=\""
                                + modelName + "\"} 7.36"))
                .body(containsString(
                        "ml_prediction_drift_score{drift_method=\"psi\",model_name=\"" + modelName + "\"}"))
                .body(containsString("ml_missing_data_rate{feature_name=\"movie_metadata__year\",model_name=\""
                        + modelName + "\"} 0.0")));
    }

    @Test
    void shouldGiveNoScoreWhileTheSampleIsSmall() {
        // Given
        serve(1);

        // When
        publishAll(drifted(1, 4));

        // Then
        eventually().until(() -> driftReport().orElseThrow().rows() == 80);
        assertThat(driftReport().orElseThrow().verdict()).isEqualTo(Verdict.COLLECTING);
        given().get("/metrics")
                .then()
                .body(not(
                        containsString("ml_data_drift_score{drift_method=\"psi\",feature_name=\"movie_metadata__year\""
                                + ",model_name=\"" + modelName + "\"}")));
    }

    @Test
    void shouldStartAnEmptyWindowWithANewChampion() {
        // Given
        serve(1);
        publishAll(drifted(1, 10));
        eventually().until(() -> driftReport().orElseThrow().verdict() == Verdict.DRIFTED);

        // When
        serve(2);

        // Then
        assertThat(driftReport().orElseThrow().rows()).isZero();
        assertThat(driftReport().orElseThrow().verdict()).isEqualTo(Verdict.COLLECTING);
    }

    @Test
    void shouldFindWhatWasStoredBeforeItBeganToWatch() {
        // Given
        publishAll(drifted(3, 10));
        eventually().until(() -> count("SELECT count(*) FROM monitoring.prediction_event") == 10);

        // When
        serve(3);

        // Then
        assertThat(driftReport().orElseThrow().rows()).isEqualTo(200);
        assertThat(driftReport().orElseThrow().verdict()).isEqualTo(Verdict.DRIFTED);
    }

    private String model(String path) {
        return "models.find { it.model_name == '" + modelName + "' }." + path;
    }

    private List<ModelPrediction> steady(int version, int requests) {
        List<ModelPrediction> events = new ArrayList<>();
        for (int user = 0; user < requests; user++) {
            events.add(TestTraffic.steady(modelName, version, user));
        }
        return events;
    }

    private List<ModelPrediction> drifted(int version, int requests) {
        List<ModelPrediction> events = new ArrayList<>();
        for (int user = 0; user < requests; user++) {
            events.add(TestTraffic.drifted(modelName, version, user));
        }
        return events;
    }
}

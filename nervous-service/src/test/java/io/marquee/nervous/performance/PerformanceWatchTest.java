package io.marquee.nervous.performance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PerformanceWatchTest extends NervousTest {

    @Inject
    OutcomeStore outcomes;

    @Test
    void shouldCompareRatingsWithThePredictionsBeforeThem() {
        // Given
        serve(1);
        Instant predicted = Instant.now();
        for (long movie = 0; movie < 10; movie++) {
            publish(TestTraffic.single(modelName, 1, 7, movie, 4.0, predicted));
        }

        // When
        for (long movie = 0; movie < 10; movie++) {
            publish(TestTraffic.rating(7, movie, movie % 2 == 0 ? 3.0 : 4.5, predicted.plusSeconds(1)));
        }

        // Then
        eventually().until(() -> errorReport().orElseThrow().pairs() == 10);
        ErrorReport report = errorReport().orElseThrow();
        assertThat(report.mae()).isEqualTo(0.75);
        assertThat(report.rmse()).isCloseTo(Math.sqrt(0.625), within(1e-12));
        assertThat(report.ratio()).isCloseTo(Math.sqrt(0.625) / TestTraffic.BASELINE_RMSE, within(1e-12));
        given().get("/api/v1/performance")
                .then()
                .statusCode(200)
                .body("models.find { it.model_name == '" + modelName + "' }.pairs", equalTo(10))
                .body("models.find { it.model_name == '" + modelName + "' }.verdict", equalTo("stable"));
        eventually().untilAsserted(() -> given().get("/metrics")
                .then()
                .body(containsString("ml_model_mae{model_name=\"" + modelName + "\",model_version=\"1\"} 0.75"))
                .body(containsString("ml_model_rmse{model_name=\"" + modelName + "\",model_version=\"1\"} 0.790")));
    }

    @Test
    void shouldTakeTheNewestPredictionBeforeTheRating() {
        // Given
        serve(2);
        Instant now = Instant.now();
        publish(TestTraffic.single(modelName, 1, 7, 1, 1.0, now.minusSeconds(30)));
        publish(TestTraffic.single(modelName, 2, 7, 1, 3.5, now.minusSeconds(20)));
        publish(TestTraffic.single(modelName, 2, 7, 1, 5.0, now.plusSeconds(10)));
        publish(TestTraffic.single(modelName, 2, 8, 1, 5.0, now.minusSeconds(20)));

        // When
        publish(TestTraffic.rating(7, 1, 4.0, now));

        // Then
        eventually().until(() -> errorReport().orElseThrow().pairs() == 1);
        assertThat(errorReport().orElseThrow().mae()).isEqualTo(0.5);
        assertThat(count("SELECT count(*) FROM monitoring.outcome WHERE model_version = '1'"))
                .isZero();
    }

    @Test
    void shouldFindAPredictionThatArrivesAfterItsRating() {
        // Given
        serve(1);
        Instant now = Instant.now();
        publish(TestTraffic.single(modelName, 1, 7, 1, 2.0, now.minusSeconds(60)));
        publish(TestTraffic.rating(7, 1, 4.0, now));
        eventually().until(() -> errorReport().orElseThrow().pairs() == 1);
        assertThat(errorReport().orElseThrow().mae()).isEqualTo(2.0);

        // When
        publish(TestTraffic.single(modelName, 1, 7, 1, 3.75, now.minusSeconds(30)));

        // Then
        eventually().until(() -> Double.valueOf(0.25)
                .equals(errorReport().orElseThrow().mae()));
        assertThat(errorReport().orElseThrow().pairs()).isEqualTo(1);
    }

    @Test
    void shouldSettleARatingAfterTheGrace() {
        // Given
        publish(TestTraffic.rating(7, 1, 4.0, Instant.now()));
        eventually().until(() -> count("SELECT count(*) FROM monitoring.interaction WHERE awaits_outcome") == 1);

        // When
        outcomes.match(Instant.now().plusSeconds(60));

        // Then
        assertThat(count("SELECT count(*) FROM monitoring.interaction WHERE awaits_outcome"))
                .isZero();
    }
}

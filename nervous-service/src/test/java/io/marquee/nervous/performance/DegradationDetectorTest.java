package io.marquee.nervous.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marquee.contract.id.ModelVersion;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DegradationDetectorTest {

    private static final ModelVersion MODEL = new ModelVersion("personal-rating", 2);

    private final DegradationDetector detector = new DegradationDetector(4, 1.1);

    @Test
    void shouldComputeRmseAndMae() {
        // Given
        List<Outcome> outcomes =
                List.of(new Outcome(4.5, 4), new Outcome(2, 3), new Outcome(3, 3), new Outcome(5, 3.5));

        // When
        ErrorReport report = detector.detect(MODEL, 0.9, outcomes);

        // Then
        assertThat(report.pairs()).isEqualTo(4);
        assertThat(report.rmse()).isCloseTo(0.9354143466934853, within(1e-12));
        assertThat(report.mae()).isEqualTo(0.75);
        assertThat(report.ratio()).isCloseTo(0.9354143466934853 / 0.9, within(1e-12));
        assertThat(report.verdict()).isEqualTo(ErrorReport.Verdict.STABLE);
    }

    @Test
    void shouldBeDegradedFromTheRatioOn() {
        assertThat(detector.detect(MODEL, 1.0, off(1.125, 4)).verdict()).isEqualTo(ErrorReport.Verdict.DEGRADED);
        assertThat(detector.detect(MODEL, 1.0, off(1.0625, 4)).verdict()).isEqualTo(ErrorReport.Verdict.STABLE);
    }

    @Test
    void shouldCollectWhilePairsAreFew() {
        ErrorReport report = detector.detect(MODEL, 0.5, off(2, 3));

        assertThat(report.verdict()).isEqualTo(ErrorReport.Verdict.COLLECTING);
        assertThat(report.rmse()).isEqualTo(2);
        assertThat(detector.detect(MODEL, 0.5, List.of()).rmse()).isNull();
    }

    @Test
    void shouldHaveNoVerdictWithoutABaselineError() {
        ErrorReport report = detector.detect(MODEL, 0, off(2, 10));

        assertThat(report.ratio()).isNull();
        assertThat(report.verdict()).isEqualTo(ErrorReport.Verdict.COLLECTING);
    }

    @Test
    void shouldRefuseARatioThatNoModelPasses() {
        assertThatThrownBy(() -> new DegradationDetector(4, 1))
                .hasMessage("a verdict needs at least one pair and a ratio above 1, got: 4 pairs and ratio 1.0");
    }

    private static List<Outcome> off(double error, int pairs) {
        return Collections.nCopies(pairs, new Outcome(3 + error, 3));
    }
}

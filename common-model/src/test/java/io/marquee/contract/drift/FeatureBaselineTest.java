package io.marquee.contract.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureBaselineTest {

    @Test
    void shouldCutAtQuantilesAndLeaveOuterBinsOpen() {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Double.NaN, Double.NaN};

        FeatureBaseline.Numeric baseline = FeatureBaseline.Numeric.ofQuantiles("year", values, 5);

        assertThat(baseline.edges()).containsExactly(3.0, 5.0, 7.0, 9.0);
        assertThat(baseline.proportions()).containsExactly(0.2, 0.2, 0.2, 0.2, 0.2);
        assertThat(baseline.missingRate()).isEqualTo(1 - 10.0 / 12);
        assertThat(baseline.mean()).isEqualTo(5.5);
        assertThat(baseline.binOf(-1e9)).isZero();
        assertThat(baseline.binOf(3.0)).isEqualTo(1);
        assertThat(baseline.binOf(1e9)).isEqualTo(4);
    }

    @Test
    void shouldHaveFewerBinsWhenValuesRepeat() {
        FeatureBaseline.Numeric constant = FeatureBaseline.Numeric.ofQuantiles("flag", new double[] {1, 1, 1, 1}, 10);
        FeatureBaseline.Numeric binary = FeatureBaseline.Numeric.ofQuantiles("flag", new double[] {0, 0, 0, 1}, 10);

        assertThat(constant.edges()).isEmpty();
        assertThat(constant.proportions()).containsExactly(1.0);
        assertThat(binary.edges()).containsExactly(1.0);
        assertThat(binary.proportions()).containsExactly(0.75, 0.25);
    }

    @Test
    void shouldPutUnknownCategoriesIntoTheLastBin() {
        var genres = new FeatureBaseline.Categorical("genre", List.of("Drama", "Comedy"), List.of(0.6, 0.3, 0.1), 0);

        assertThat(genres.binOf("Comedy")).isEqualTo(1);
        assertThat(genres.binOf("Western")).isEqualTo(2);
    }

    @Test
    void shouldRefuseEdgesThatDoNotAscend() {
        assertThatThrownBy(() -> new FeatureBaseline.Numeric("x", List.of(2.0, 2.0), List.of(0.1, 0.2, 0.7), 0, 0, 1))
                .hasMessage("baseline of 'x': edges must ascend, got [2.0, 2.0]");
    }

    @Test
    void shouldKeepTheBaselineThroughJson() throws IOException {
        DriftBaseline baseline = new DriftBaseline(
                "personal-rating",
                "0123456789abcdef0123456789abcdef",
                Instant.parse("2026-01-01T00:00:00Z"),
                10,
                0.87,
                List.of(
                        new FeatureBaseline.Categorical("genre", List.of("Drama"), List.of(0.9, 0.1), 0.25),
                        FeatureBaseline.Numeric.ofQuantiles("year", new double[] {1990, 1995, 2000}, 3)),
                FeatureBaseline.Numeric.ofQuantiles("prediction", new double[] {3, 4}, 2));

        assertThat(DriftBaseline.fromJson(baseline.toJson())).isEqualTo(baseline);
    }
}

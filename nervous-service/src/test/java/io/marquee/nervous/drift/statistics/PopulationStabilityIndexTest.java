package io.marquee.nervous.drift.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values are computed by hand from the formula, on paper or in a few lines of another language. */
class PopulationStabilityIndexTest {

    private static final double EXACT = 1e-12;

    @Test
    void shouldBeZeroForEqualDistributions() {
        double[] shares = {0.25, 0.5, 0.25, 0};

        assertThat(PopulationStabilityIndex.between(shares, shares)).isZero();
    }

    @Test
    void shouldFollowTheFormula() {
        // 0.4 * ln(1.8) + (-0.4) * ln(0.2)
        assertThat(PopulationStabilityIndex.between(new double[] {0.5, 0.5}, new double[] {0.9, 0.1}))
                .isCloseTo(0.8788898309344879, within(EXACT));
    }

    @Test
    void shouldAgreeWithEvidentlyWhereNoCellIsEmpty() {
        // The counts of Evidently's own tests; its formula sum((r - c) * ln(r / c)) gives this value.
        double[] reference = shares(16, 18, 16, 14, 12, 12);
        double[] current = shares(16, 16, 16, 16, 16, 8);

        assertThat(PopulationStabilityIndex.between(reference, current)).isCloseTo(0.037218381577290835, within(EXACT));
        assertThat(PopulationStabilityIndex.between(current, reference)).isCloseTo(0.037218381577290835, within(EXACT));
    }

    @Test
    void shouldRaiseEmptyCellsToTheFloor() {
        // -0.25 * ln(0.5) + (0.25 - 0.0001) * ln(0.25 / 0.0001)
        assertThat(PopulationStabilityIndex.between(new double[] {0.5, 0.5, 0}, new double[] {0.5, 0.25, 0.25}))
                .isCloseTo(2.1285158932529735, within(EXACT));
    }

    @Test
    void shouldRefuseDistributionsOverDifferentBins() {
        assertThatThrownBy(() -> PopulationStabilityIndex.between(new double[2], new double[3]))
                .hasMessage("both distributions must have the same bins, got: 2 and 3");
    }

    private static double[] shares(int... counts) {
        double total = Arrays.stream(counts).sum();
        return Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
    }
}

package io.marquee.runtime.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeStepTest {

    @Test
    void shouldGiveTheHandComputedAnswerWhenThereIsOneFactor() {
        // Given
        RidgeStep step = new RidgeStep(1);
        float[] table = {1, 2};
        step.add(table, 0, 1.0, 1);
        step.add(table, 1, 0.5, 1);
        float[] solution = new float[1];

        // When: [[2+1, 3], [3, 5+2*0.5+1]] · (b, p) = (1.5, 2)
        double bias = step.solve(new RidgeSettings(0.5, 1, 1, Double.POSITIVE_INFINITY), solution, 0);

        // Then
        assertThat(bias).isCloseTo(4.5 / 12, within(1e-12));
        assertThat(solution[0]).isEqualTo((float) (1.5 / 12));
    }

    @Test
    void shouldSolveTheNormalEquationsWhenComparedWithGaussianElimination() {
        // Given
        int factors = 8;
        int ratings = 30;
        Random random = new Random(5);
        float[] table = new float[ratings * factors];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) random.nextGaussian();
        }
        RidgeSettings settings = new RidgeSettings(0.05, 3, 2, 40);
        RidgeStep step = new RidgeStep(factors);
        double[][] equations = new double[factors + 1][factors + 2];
        double weightSum = 0;
        for (int n = 0; n < ratings; n++) {
            double target = random.nextGaussian();
            double weight = settings.weight(n);
            step.add(table, n * factors, target, weight);
            weightSum += weight;
            double[] row = new double[factors + 2];
            row[0] = 1;
            for (int f = 0; f < factors; f++) {
                row[f + 1] = table[n * factors + f];
            }
            row[factors + 1] = target;
            for (int i = 0; i <= factors; i++) {
                for (int j = 0; j < factors + 2; j++) {
                    equations[i][j] += weight * row[i] * row[j];
                }
            }
        }
        equations[0][0] += 2;
        for (int i = 1; i <= factors; i++) {
            equations[i][i] += 0.05 * weightSum + 3;
        }
        float[] solution = new float[factors];

        // When
        double bias = step.solve(settings, solution, 0);

        // Then
        double[] expected = gaussianElimination(equations);
        assertThat(bias).isCloseTo(expected[0], within(1e-10));
        for (int f = 0; f < factors; f++) {
            assertThat(solution[f]).isCloseTo((float) expected[f + 1], within(1e-6f));
        }
    }

    @Test
    void shouldGiveZeroesWhenNothingWasAdded() {
        // Given
        RidgeStep step = new RidgeStep(2);
        step.add(new float[] {1, 1}, 0, 4, 1);
        step.reset();
        float[] solution = {9, 9};

        // When
        double bias = step.solve(new RidgeSettings(0.1, 0, 0, 10), solution, 0);

        // Then
        assertThat(bias).isZero();
        assertThat(solution).containsExactly(0, 0);
    }

    @Test
    void shouldHalveTheWeightWhenAsManyNewerRatingsAsTheHalfLifeFollow() {
        // Given
        RidgeSettings settings = new RidgeSettings(0.1, 1, 1, 40);

        // When, Then
        assertThat(settings.weight(0)).isEqualTo(1);
        assertThat(settings.weight(40)).isEqualTo(0.5);
        assertThat(settings.weight(80)).isEqualTo(0.25);
        assertThat(settings.withoutDecay().weight(80)).isEqualTo(1);
    }

    @Test
    void shouldRefuseSettingsThatHaveNoUniqueAnswer() {
        assertThatThrownBy(() -> new RidgeSettings(0, 0, 1, 40)).hasMessageContaining("must not both be 0");
        assertThatThrownBy(() -> new RidgeSettings(-0.1, 1, 1, 40))
                .hasMessage("regularisation must be 0 or more, got: -0.1");
        assertThatThrownBy(() -> new RidgeSettings(0.1, 1, 1, 0))
                .hasMessage("half-life must be greater than 0, got: 0.0");
    }

    private static double[] gaussianElimination(double[][] rows) {
        int n = rows.length;
        for (int pivot = 0; pivot < n; pivot++) {
            for (int i = 0; i < n; i++) {
                if (i != pivot) {
                    double factor = rows[i][pivot] / rows[pivot][pivot];
                    for (int j = pivot; j <= n; j++) {
                        rows[i][j] -= factor * rows[pivot][j];
                    }
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = rows[i][n] / rows[i][i];
        }
        return solution;
    }
}

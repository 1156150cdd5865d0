package io.marquee.workhorse.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.recipe.Recipe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    private static final float[] RATINGS = {4, 3, 1, 5};

    @Test
    void shouldMeasureErrorsOfTheGivenRows() {
        // When: errors are 1 and -3
        Accuracy accuracy = Accuracy.of(new int[] {1, 3}, RATINGS, row -> row == 1 ? 4 : 2);

        // Then
        assertThat(accuracy.rows()).isEqualTo(2);
        assertThat(accuracy.rmse()).isEqualTo(Math.sqrt(5));
        assertThat(accuracy.mae()).isEqualTo(2);
        assertThat(accuracy.improvementOver(new Accuracy(2, 2 * Math.sqrt(5), 1)))
                .isEqualTo(0.5);
    }

    @Test
    void shouldBeNotANumberWithoutRows() {
        assertThat(Accuracy.of(new int[0], RATINGS, row -> 1).rmse()).isNaN();
    }

    @Test
    void shouldFitBaselinesToTheTrainingRowsOnly() {
        // Given
        TrainingFrame frame = new TrainingFrame(
                new long[] {1, 1, 2, 2}, new long[] {10, 20, 10, 20}, RATINGS, new long[] {1, 2, 3, 4}, Map.of());
        int[] train = {0, 2};
        int[] test = {1, 3};

        // When: mean 2.5, user biases (4 - 2.5)/2 and (1 - 2.5)/2
        Accuracy mean = BaselineAccuracy.of(new Recipe.Baseline.Mean(), frame, train, test);
        Accuracy bias = BaselineAccuracy.of(new Recipe.Baseline.Bias(1, 1), frame, train, test);

        // Then
        assertThat(mean.mae()).isEqualTo((0.5 + 2.5) / 2);
        assertThat(bias.mae()).isCloseTo((0.25 + 3.25) / 2, within(1e-9));
    }

    @Test
    void shouldPickRowsAfterATimeUnlessTheyAreFew() {
        // Given
        long[] timestamps = {10, 20, 30, 40, 50};
        int[] test = {1, 2, 4};

        // When, Then
        assertThat(NewestRows.of(test, timestamps, 20, 2)).containsExactly(2, 4);
        assertThat(NewestRows.of(test, timestamps, 20, 3)).isSameAs(test);
    }
}

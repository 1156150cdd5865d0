package io.marquee.workhorse.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marquee.workhorse.training.split.RatingMatrix;
import org.junit.jupiter.api.Test;

class BiasBaselineTest {

    @Test
    void shouldSolveTheDampedMeansWhenUsersAndMoviesAreFew() {
        // Given: mean 3; residuals user 1: +1 (movie 10), 0 (movie 20); user 2: -1 (movie 10)
        RatingMatrix ratings = RatingMatrix.of(
                new int[] {0, 1, 2}, new long[] {1, 1, 2}, new long[] {10, 20, 10}, new float[] {4, 3, 2}, new long[] {
                    1, 2, 3
                });

        // When
        BiasBaseline baseline = BiasBaseline.fit(ratings, 1, 2);

        // Then: m10 = (0 - u1 - u2)/4, m20 = -u1/3, u1 = (1 - m10 - m20)/3, u2 = (-1 - m10)/2
        assertThat(baseline.movieBiases()[0]).isCloseTo(0.04, within(1e-6));
        assertThat(baseline.movieBiases()[1]).isCloseTo(-0.12, within(1e-6));
        assertThat(baseline.userBiases()[0]).isCloseTo(0.36, within(1e-6));
        assertThat(baseline.userBiases()[1]).isCloseTo(-0.52, within(1e-6));
        assertThat(baseline.predict(1, 10)).isCloseTo(3.40, within(1e-6));
        assertThat(baseline.predict(2, 20)).isCloseTo(2.36, within(1e-6));
    }

    @Test
    void shouldLeaveOutTheBiasOfWhatItDoesNotKnow() {
        // Given: mean 3, one movie without bias, users one star above and below, damped to half
        RatingMatrix ratings = RatingMatrix.of(
                new int[] {0, 1}, new long[] {1, 2}, new long[] {10, 10}, new float[] {4, 2}, new long[] {1, 2});

        // When
        BiasBaseline baseline = BiasBaseline.fit(ratings, 1, 0);

        // Then
        assertThat(baseline.predict(1, 10)).isEqualTo(3.5);
        assertThat(baseline.predict(2, 10)).isEqualTo(2.5);
        assertThat(baseline.predict(1, 99)).isEqualTo(3.5);
        assertThat(baseline.predict(9, 10)).isEqualTo(3);
        assertThat(baseline.predict(9, 99)).isEqualTo(3);
    }

    @Test
    void shouldStayWithinTheScale() {
        // Given
        RatingMatrix ratings = RatingMatrix.of(
                new int[] {0, 1, 2, 3},
                new long[] {1, 1, 2, 2},
                new long[] {10, 20, 10, 30},
                new float[] {5, 5, 5, 0.5f},
                new long[] {1, 2, 3, 4});

        // When
        BiasBaseline baseline = BiasBaseline.fit(ratings, 0, 0);

        // Then
        assertThat(baseline.predict(1, 10)).isLessThanOrEqualTo(5);
        assertThat(baseline.predict(2, 30)).isGreaterThanOrEqualTo(0.5);
    }
}

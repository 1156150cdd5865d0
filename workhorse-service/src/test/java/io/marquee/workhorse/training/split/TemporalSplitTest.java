package io.marquee.workhorse.training.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalSplitTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0.2, 0",
        "4, 0.2, 0",
        "5, 0.2, 1",
        "9, 0.2, 1",
        "10, 0.2, 2",
        "100, 0.29, 29",
        "3, 0.5, 1",
        "7, 0, 0"
    })
    void shouldHoldOutTheFloorOfTheShare(int n, double share, int heldOut) {
        assertThat(TemporalSplit.heldOut(n, share)).isEqualTo(heldOut);
    }

    @Test
    void shouldHoldOutEachUsersLastRatings() {
        // Given: user 1 has five rows in mixed order, user 2 two rows
        long[] users = {1, 2, 1, 1, 2, 1, 1};
        long[] movies = {10, 10, 11, 12, 11, 13, 14};
        long[] times = {500, 1, 100, 200, 2, 400, 300};

        // When
        TemporalSplit split = TemporalSplit.of(users, movies, times, 0.4);

        // Then
        assertThat(split.test()).containsExactly(0, 5);
        assertThat(split.train()).containsExactly(1, 2, 3, 4, 6);
    }

    @Test
    void shouldBreakTiesByMovieIdWhenTimesAreEqual() {
        // Given
        long[] users = {1, 1, 1, 1, 1};
        long[] movies = {50, 20, 40, 10, 30};
        long[] times = {7, 7, 7, 7, 7};

        // When
        TemporalSplit split = TemporalSplit.of(users, movies, times, 0.4);

        // Then: movies 40 and 50
        assertThat(split.test()).containsExactly(0, 2);
    }

    @Test
    void shouldNeverTestOnAnEarlierTrainingRowWhenRatingsAreAdded() {
        // Given: 400 ratings of 7 users in order of time
        Random random = new Random(3);
        int rows = 400;
        long[] users = random.longs(rows, 0, 7).toArray();
        long[] movies = random.longs(rows, 0, 1000).toArray();
        long[] times = IntStream.range(0, rows).mapToLong(i -> i / 3).toArray();

        for (int before = 1; before < rows; before++) {
            int now = Math.min(rows, before + random.nextInt(20));
            // Ratings come in order of time and movie, so the cut must not go through one second.
            if (times[before] == times[before - 1]) {
                continue;
            }

            // When
            TemporalSplit earlier = TemporalSplit.of(IntStream.range(0, before).toArray(), users, movies, times, 0.2);
            TemporalSplit later = TemporalSplit.of(IntStream.range(0, now).toArray(), users, movies, times, 0.2);

            // Then
            assertThat(Arrays.stream(later.test()).filter(row -> Arrays.binarySearch(earlier.train(), row) >= 0))
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseAShareThatLeavesNothing() {
        assertThatThrownBy(() -> TemporalSplit.of(new long[1], new long[1], new long[1], 1))
                .hasMessage("share of held-out rows must be from 0 to below 1, got: 1.0");
    }
}

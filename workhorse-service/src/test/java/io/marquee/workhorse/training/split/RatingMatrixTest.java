package io.marquee.workhorse.training.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RatingMatrixTest {

    private static final long[] USERS = {7, 3, 7, 7, 3};
    private static final long[] MOVIES = {100, 100, 200, 300, 200};
    private static final float[] RATINGS = {5, 3, 4, 1, 2};
    private static final long[] TIMES = {30, 10, 20, 40, 10};

    @Test
    void shouldOrderEachSidesRatingsByTime() {
        // When
        RatingMatrix matrix = RatingMatrix.of(new int[] {0, 1, 2, 3, 4}, USERS, MOVIES, RATINGS, TIMES);

        // Then
        assertThat(matrix.users().toArray()).containsExactly(3, 7);
        assertThat(matrix.movies().toArray()).containsExactly(100, 200, 300);
        assertThat(matrix.mean()).isEqualTo(3);
        assertThat(matrix.byUser().starts()).containsExactly(0, 2, 5);
        assertThat(matrix.byUser().others()).containsExactly(0, 1, 1, 0, 2);
        assertThat(matrix.byUser().ratings()).containsExactly(3, 2, 4, 5, 1);
        assertThat(matrix.byMovie().starts()).containsExactly(0, 2, 4, 5);
        assertThat(matrix.byMovie().others()).containsExactly(0, 1, 0, 1, 1);
        assertThat(matrix.byMovie().ratings()).containsExactly(3, 5, 2, 4, 1);
    }

    @Test
    void shouldTakeOnlyTheRowsThatAreAskedFor() {
        // When
        RatingMatrix matrix = RatingMatrix.of(new int[] {1, 4}, USERS, MOVIES, RATINGS, TIMES);

        // Then
        assertThat(matrix.users().toArray()).containsExactly(3);
        assertThat(matrix.movies().toArray()).containsExactly(100, 200);
        assertThat(matrix.ratings()).isEqualTo(2);
        assertThatThrownBy(() -> RatingMatrix.of(new int[0], USERS, MOVIES, RATINGS, TIMES))
                .hasMessage("a rating matrix needs at least one rating");
    }
}

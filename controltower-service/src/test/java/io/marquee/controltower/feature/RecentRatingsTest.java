package io.marquee.controltower.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.UserInteraction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecentRatingsTest {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource time = () -> now;
    private final RecentRatings recent = new RecentRatings(time.withZone(ZoneOffset.UTC));

    @Test
    void shouldAddWhatTheStoreDoesNotHaveYet() {
        // Given
        RatingHistory stored = new RatingHistory(new long[] {1, 2}, new float[] {3, 4});
        rate(7, 2, 0.5);
        rate(7, 3, 5);
        rate(8, 4, 5);

        // When
        RatingHistory history = recent.addTo(stored, 7);

        // Then: the store's rating of movie 2 stays
        assertThat(history.movieIds()).containsExactly(1, 2, 3);
        assertThat(history.ratings()).containsExactly(3, 4, 5);
    }

    @Test
    void shouldAnswerTheStoresHistoryItselfWhenThereIsNothingToAdd() {
        // Given
        RatingHistory stored = new RatingHistory(new long[] {1}, new float[] {3});
        rate(7, 1, 3);

        // When // Then
        assertThat(recent.addTo(stored, 7)).isSameAs(stored);
        assertThat(recent.addTo(stored, 8)).isSameAs(stored);
        assertThat(recent.addTo(null, 8)).isNull();
    }

    @Test
    void shouldStandInWhenTheStoreKnowsNothing() {
        // Given
        rate(7, 3, 4.5);
        rate(7, 3, 2);

        // When
        RatingHistory history = recent.addTo(null, 7);

        // Then
        assertThat(history.movieIds()).containsExactly(3);
        assertThat(history.ratings()).containsExactly(2);
    }

    @Test
    void shouldForgetAfterTenMinutes() {
        // Given
        rate(7, 3, 4.5);
        now = now.plus(Duration.ofMinutes(10).plusSeconds(1));

        // When // Then
        assertThat(recent.addTo(null, 7)).isNull();
    }

    @Test
    void shouldStayBounded() {
        // When
        for (int movie = 1; movie <= 500; movie++) {
            rate(1, movie, 4);
        }
        for (int user = 2; user <= 10_001; user++) {
            rate(user, 1, 4);
        }

        // Then
        assertThat(recent.addTo(null, 1)).isNull();
        assertThat(recent.addTo(null, 2)).isNotNull();
        for (int movie = 1; movie <= 500; movie++) {
            rate(1, movie, 4);
        }
        assertThat(recent.addTo(null, 1).movieIds())
                .hasSize(200)
                .startsWith(301)
                .endsWith(500);
    }

    private void rate(long userId, long movieId, double rating) {
        recent.note(UserInteraction.rating("event", now, "controltower", userId, movieId, rating));
    }
}

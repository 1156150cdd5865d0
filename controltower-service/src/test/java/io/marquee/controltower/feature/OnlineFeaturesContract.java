package io.marquee.controltower.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.FeatureReference;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every place to look up features does. */
abstract class OnlineFeaturesContract {

    private static final EntityFields MOVIE = EntityFields.ofMovies(List.of(
            new FeatureReference("movie_metadata", "title"),
            new FeatureReference("movie_metadata", "year"),
            new FeatureReference("movie_metadata", "genres")));
    private static final EntityFields USER = EntityFields.ofUsers(List.of(
            new FeatureReference("user_behaviour", "rating_mean"),
            new FeatureReference("user_history", "movie_ids"),
            new FeatureReference("user_history", "ratings")));

    /** The store under test. */
    abstract OnlineFeatures store();

    /** Stores a row of {@code movie_metadata}. */
    abstract void movie(long movieId, String title, long year, List<String> genres);

    /** Stores a row of {@code user_history}. */
    abstract void history(long userId, List<Long> movieIds, List<Double> ratings);

    @Test
    void shouldAnswerOneRowPerReadInTheirOrder() throws Exception {
        // Given
        movie(901, "First", 1994, List.of("Drama", "Crime"));
        history(901, List.of(5L, 6L), List.of(4.5, 0.5));

        // When
        List<EntityRow> rows = store().read(List.of(
                new EntityRead(USER, 901),
                new EntityRead(MOVIE, 999_999),
                new EntityRead(MOVIE, 901),
                new EntityRead(MOVIE, 901)));

        // Then
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0).values())
                .isEqualTo(
                        Map.of("user_history__movie_ids", List.of(5L, 6L), "user_history__ratings", List.of(4.5, 0.5)));
        assertThat(rows.get(0).has("user_history")).isTrue();
        assertThat(rows.get(0).has("user_behaviour")).isFalse();
        assertThat(rows.get(1)).isEqualTo(EntityRow.UNKNOWN);
        assertThat(rows.get(2).values())
                .isEqualTo(Map.of(
                        "movie_metadata__title",
                        "First",
                        "movie_metadata__year",
                        1994L,
                        "movie_metadata__genres",
                        List.of("Drama", "Crime")));
        assertThat(rows.get(2).has("movie_metadata")).isTrue();
        assertThat(rows.get(3)).isEqualTo(rows.get(2));
    }

    @Test
    void shouldAnswerNothingWhenNothingIsAsked() throws Exception {
        // When // Then
        assertThat(store().read(List.of())).isEmpty();
    }

    @Test
    void shouldReadAThousandEntitiesAtOnce() throws Exception {
        // Given
        movie(902, "Last", 2001, List.of());
        List<EntityRead> reads = LongStream.rangeClosed(1_000_001, 1_001_000)
                .mapToObj(id -> new EntityRead(MOVIE, id == 1_001_000 ? 902 : id))
                .toList();

        // When
        List<EntityRow> rows = store().read(reads);

        // Then
        assertThat(rows).hasSize(1_000);
        assertThat(rows.getFirst()).isEqualTo(EntityRow.UNKNOWN);
        assertThat(rows.getLast().value("movie_metadata__title")).isEqualTo("Last");
    }
}

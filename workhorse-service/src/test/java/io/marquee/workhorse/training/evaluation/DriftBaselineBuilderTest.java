package io.marquee.workhorse.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.drift.FeatureBaseline;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftBaselineBuilderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FeatureReference YEAR = new FeatureReference("movie_metadata", "year");
    private static final FeatureReference GENRE = new FeatureReference("movie_metadata", "main_genre");
    private static final FeatureReference GENRES = new FeatureReference("movie_metadata", "genres");
    private static final FeatureReference RUNTIME = new FeatureReference("movie_metadata", "runtime_minutes");

    private final TrainingFrame frame = new TrainingFrame(
            new long[5],
            new long[5],
            new float[5],
            new long[5],
            Map.of(
                    YEAR.fullName(), new Column.Numeric(new double[] {1990, 1, 2000, Double.NaN, 2010}),
                    RUNTIME.fullName(),
                            new Column.Numeric(new double[] {Double.NaN, 90, Double.NaN, Double.NaN, Double.NaN}),
                    GENRE.fullName(), new Column.Text(new String[] {"Drama", "War", "Comedy", null, "Drama"}),
                    GENRES.fullName(), new Column.TextList(Collections.nCopies(5, List.of("Drama")))));

    private final DriftBaselineBuilder builder = new DriftBaselineBuilder(frame, new int[] {0, 2, 3, 4});

    @Test
    void shouldDescribeTheTestRowsOnly() {
        // When
        DriftBaseline baseline =
                builder.build("m", "r", NOW, List.of(YEAR, GENRES, GENRE, RUNTIME), new double[] {3, 3, 4, 4}, 0.9);

        // Then: lists and columns without a value are left out
        assertThat(baseline.rows()).isEqualTo(4);
        assertThat(baseline.rmse()).isEqualTo(0.9);
        assertThat(baseline.features())
                .extracting(FeatureBaseline::name)
                .containsExactly("movie_metadata__year", "movie_metadata__main_genre");
        assertThat(baseline.features().getFirst()).isInstanceOfSatisfying(FeatureBaseline.Numeric.class, year -> {
            assertThat(year.missingRate()).isEqualTo(0.25);
            assertThat(year.mean()).isEqualTo(2000);
            assertThat(year.edges()).containsExactly(2000.0, 2010.0);
        });
        assertThat(baseline.features().getLast())
                .isEqualTo(new FeatureBaseline.Categorical(
                        "movie_metadata__main_genre",
                        List.of("Drama", "Comedy"),
                        List.of(2 / 3.0, 1 / 3.0, 0.0),
                        0.25));
        assertThat(baseline.prediction().proportions()).containsExactly(0.5, 0.5);
        assertThat(baseline.prediction().name()).isEqualTo("prediction");
    }

    @Test
    void shouldPutRareCategoriesInTheBinOfOthers() {
        // Given: 60 categories, the first twice
        String[] names = new String[61];
        for (int i = 0; i < 61; i++) {
            names[i] = String.format("c%02d", i == 60 ? 0 : i);
        }
        TrainingFrame many = new TrainingFrame(
                new long[61],
                new long[61],
                new float[61],
                new long[61],
                Map.of(GENRE.fullName(), new Column.Text(names)));
        int[] rows = IntStream.range(0, 61).toArray();

        // When
        DriftBaseline baseline =
                new DriftBaselineBuilder(many, rows).build("m", "r", NOW, List.of(GENRE), new double[61], 1);

        // Then
        FeatureBaseline.Categorical genre =
                (FeatureBaseline.Categorical) baseline.features().getFirst();
        assertThat(genre.categories()).hasSize(50).startsWith("c00", "c01");
        assertThat(genre.proportions().getFirst()).isEqualTo(2 / 61.0);
        assertThat(genre.proportions().getLast()).isEqualTo(10 / 61.0);
    }

    @Test
    void shouldNameAFeatureThatIsNotThere() {
        assertThatThrownBy(
                        () -> builder.build("m", "r", NOW, List.of(new FeatureReference("a", "b")), new double[4], 1))
                .hasMessage("the frame has no feature 'a__b'");
    }
}

package io.marquee.workhorse.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.recipe.RecipeReader;
import io.marquee.workhorse.training.recipe.ShippedRecipes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreprocessingFitterTest {

    private static final String FILE = "recipes/movie_rating.yaml";

    private final Recipe recipe = ShippedRecipes.movieRating();

    @Test
    void shouldLearnVocabulariesFromTheTrainingRowsOnly() {
        // Given
        TrainingFrame frame = new TrainingFrame(
                new long[3],
                new long[3],
                new float[3],
                new long[3],
                Map.of(
                        "movie_metadata__year", new TrainingFrame.Column.Numeric(new double[] {1990, Double.NaN, 2020}),
                        "movie_metadata__runtime_minutes", new TrainingFrame.Column.Numeric(new double[] {90, 91, 92}),
                        "movie_metadata__genres",
                                new TrainingFrame.Column.TextList(
                                        List.of(List.of("War", "Drama"), List.of("Drama"), List.of("Musical"))),
                        "movie_metadata__main_genre",
                                new TrainingFrame.Column.Text(new String[] {"War", null, "Musical"}),
                        "movie_rating_stats__rating_count", new TrainingFrame.Column.Numeric(new double[] {1, 2, 3}),
                        "movie_rating_stats__popularity", new TrainingFrame.Column.Numeric(new double[] {4, 5, 6})));

        // When
        FittedPreprocessing fitted = PreprocessingFitter.fit(recipe, frame, new int[] {0, 1});

        // Then
        assertThat(fitted.outputs())
                .containsExactly(
                        "movie_metadata__year",
                        "movie_metadata__runtime_minutes",
                        "movie_metadata__genres=Drama",
                        "movie_metadata__genres=War",
                        "movie_metadata__main_genre=War",
                        "movie_rating_stats__rating_count",
                        "movie_rating_stats__popularity");
        assertThat(fitted.transform(new FrameRow(frame, 1))).containsExactly(Float.NaN, 91, 1, 0, Float.NaN, 2, 5);
        assertThat(fitted.transform(new FrameRow(frame, 2))).containsExactly(2020, 92, 0, 0, 0, 3, 6);
    }

    @Test
    void shouldNameTheFeatureWhenItsEncoderDoesNotFit() {
        // Given
        TrainingFrame frame = TestFrames.ratings(2, 5, 1);
        int[] rows = {0, 1};

        // When, Then
        assertThatThrownBy(() -> PreprocessingFitter.fit(
                        changed("- {type: one_hot_encoder, columns: [main_genre]}", ""), frame, rows))
                .hasMessage("recipe movie-rating: the feature 'movie_metadata:main_genre' is not a number and needs an"
                        + " encoder");
        assertThatThrownBy(() -> PreprocessingFitter.fit(
                        changed("multi_hot_encoder, columns: [genres]", "one_hot_encoder, columns: [genres]"),
                        frame,
                        rows))
                .hasMessageContaining("'movie_metadata:genres' is not text");
        assertThatThrownBy(() -> PreprocessingFitter.fit(
                        changed("multi_hot_encoder, columns: [genres]", "multi_hot_encoder, columns: [genres, year]"),
                        frame,
                        rows))
                .hasMessageContaining("'movie_metadata:year' is not a list of text");
        assertThatThrownBy(() -> PreprocessingFitter.fit(changed("[main_genre]}", "[director]}"), frame, rows))
                .hasMessageContaining("'director', which is not fetched");
        assertThatThrownBy(
                        () -> PreprocessingFitter.fit(changed("[main_genre]}", "[main_genre, genres]}"), frame, rows))
                .hasMessageContaining("'movie_metadata:genres' is named by 2 preprocessing steps");
    }

    private Recipe changed(String part, String replacement) {
        assertThat(recipe.text()).contains(part);
        return RecipeReader.parse(FILE, recipe.text().replace(part, replacement))
                .withFeatures(recipe.features());
    }
}

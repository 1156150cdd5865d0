package io.marquee.workhorse.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marquee.contract.feature.FeatureReference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeReaderTest {

    private static final Path HOME = Path.of("..");

    @Test
    void shouldReadTheShippedRecipeOfTrees() {
        // When
        Recipe recipe = ShippedRecipes.movieRating();

        // Then
        assertThat(recipe.name()).isEqualTo("movie-rating");
        assertThat(recipe.featureService()).isEqualTo("movie_rating");
        assertThat(recipe.features())
                .extracting(FeatureReference::toString)
                .containsExactly(
                        "movie_metadata:year",
                        "movie_metadata:runtime_minutes",
                        "movie_metadata:genres",
                        "movie_metadata:main_genre",
                        "movie_rating_stats:rating_count",
                        "movie_rating_stats:popularity");
        assertThat(recipe.split()).isEqualTo(new Recipe.Split(0.7, 0.1, 0.2));
        assertThat(recipe.split().validationShareOfRest()).isCloseTo(0.125, within(1e-12));
        assertThat(recipe.preprocessing())
                .containsExactly(
                        new PreprocessingStep.MultiHot(List.of("genres")),
                        new PreprocessingStep.OneHot(List.of("main_genre")));
        assertThat(recipe.settings()).isEqualTo(new XgboostSettings(400, 5, 0.08, 0.8, 0.8, 20, 5, 0, 0, 256, 20));
        assertThat(recipe.baseline()).isEqualTo(new Recipe.Baseline.Mean());
        assertThat(recipe.seed()).isEqualTo(42);
        assertThat(recipe.parameters()).containsEntry("max_depth", 5).containsEntry("max_bin", 256);
    }

    @Test
    void shouldReadTheShippedRecipeOfFactors() {
        // When
        Recipe recipe = ShippedRecipes.personalRating();

        // Then
        assertThat(recipe.name()).isEqualTo("personal-rating");
        assertThat(recipe.settings()).isEqualTo(new AlsSettings(24, 10, 0.05, 6, 3, 3, 40, 3));
        assertThat(recipe.baseline()).isEqualTo(new Recipe.Baseline.Bias(5, 3));
        assertThat(recipe.split()).isEqualTo(new Recipe.Split(0.8, 0, 0.2));
        assertThat(recipe.features())
                .contains(new FeatureReference("user_genre_affinity", "genre_affinity_drama"))
                .hasSize(16);
        assertThat(RecipeReader.parse("again", recipe.text()).withFeatures(recipe.features()))
                .isEqualTo(recipe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: movie-rating | name: Movie Rating | 'name' must be lower-case letters, digits, '-' and '_', got: 'Movie Rating'",
                "name: movie-rating | title: x | 'title' is not a known field",
                "task_choice: regression | task_choice: magic | 'task_choice' must be one of [regression], got: 'magic'",
                "task_choice: regression | nothing: 1 | 'nothing' is not a known field",
                "type: feature_store | type: pass_through | 'data.fetcher.type' must be one of [feature_store]",
                "features: [year, | features: [year, year, | 'data.fetcher.feature_views.movie_metadata.features[1]' is listed twice, got: 'year'",
                "join_key: movie_id | key: movie_id | 'data.fetcher.feature_views.movie_metadata.key' is not a known field",
                "target_column: rating | target_column: price | 'data.data_interface.target_column' must be one of [rating]",
                "[user_id, movie_id] | [movie_id] | 'data.data_interface.entity_columns' must be [user_id, movie_id]",
                "strategy: temporal | strategy: random | 'data.split.strategy' must be one of [temporal], got: 'random'",
                "test: 0.2 | test: 0.3 | 'data.split' must have shares that sum to 1",
                "test: 0.2 | test: soon | 'data.split.test' must be a number from 0.01 to 0.99, got: 'soon'",
                "validation: 0.1 | validation: -1 | 'data.split.validation' must be a number from 0.0 to 0.9, got: -1",
                "type: multi_hot_encoder | type: scaler | 'preprocessor.steps[0].type' must be one of",
                "columns: [genres] | columns: genres | 'preprocessor.steps[0].columns' must be a list, got: 'genres'",
                "library: xgboost | library: lightgbm | 'model.library' must be one of [xgboost, marquee], got: 'lightgbm'",
                "xgboost.XGBRegressor | os.system | 'model.class_path' must be one of [xgboost.XGBRegressor], got: 'os.system'",
                "max_depth: 5 | max_depth: 5.5 | 'model.hyperparameters.values.max_depth' must be a whole number from 1 to 20, got: 5.5",
                "max_depth: 5 | max_depth: 0 | 'model.hyperparameters.values.max_depth' must be a whole number from 1 to 20, got: 0",
                "max_depth: 5 | depth: 5 | 'model.hyperparameters.values.depth' is not a known field",
                "subsample: 0.8 | subsample: 1.5 | 'model.hyperparameters.values.subsample' must be a number from 0.01 to 1.0, got: 1.5",
                "tuning_enabled: false | tuning_enabled: true | 'model.hyperparameters.tuning_enabled' must be false",
                "metrics: [rmse, mae] | metrics: [r2] | 'evaluation.metrics[0]' must be one of [rmse, mae], got: 'r2'",
                "random_state: 42 | random_state: -1 | 'evaluation.random_state' must be a whole number",
                "baseline: {type: mean} | baseline: {type: best} | 'evaluation.baseline.type' must be one of [bias, mean], got: 'best'",
                "description: A movie | text: A movie | 'metadata.text' is not a known field",
                "name: movie-rating | name: movie-rating: 2 | is not YAML",
                "name: movie-rating | name: movie-rating\\nname: other | is not YAML",
            })
    void shouldNameFileFieldAndValueWhenSomethingIsWrong(String part, String replacement, String message) {
        // Given
        String text = listing();
        assertThat(text).contains(part);

        // When, Then
        assertThatThrownBy(() ->
                        RecipeReader.parse("recipes/x.yaml", text.replace(part, replacement.replace("\\n", "\n"))))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith("recipe recipes/x.yaml: ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldReadARecipeThatListsItsFeatures() {
        // When
        Recipe recipe = RecipeReader.parse("recipes/x.yaml", listing());

        // Then
        assertThat(recipe.featureService()).isNull();
        assertThat(recipe.features())
                .extracting(FeatureReference::toString)
                .containsExactly("movie_metadata:year", "movie_metadata:genres", "movie_rating_stats:popularity");
    }

    @Test
    void shouldRefuseAServiceBesideAList() {
        assertThatThrownBy(() -> RecipeReader.parse(
                        "recipes/x.yaml",
                        listing()
                                .replace(
                                        "    feature_views:", "    feature_service: movie_rating\n    feature_views:")))
                .hasMessageStartingWith(
                        "recipe recipes/x.yaml: 'data.fetcher.feature_views' must not come together with"
                                + " 'feature_service', got: {");
    }

    /** The shipped recipe with some features of its own. */
    private static String listing() {
        return RecipeReader.read(HOME, "recipes/movie_rating.yaml")
                .text()
                .replace(
                        "    feature_service: movie_rating",
                        String.join(
                                "\n",
                                "    feature_views:",
                                "      movie_metadata: {join_key: movie_id, features: [year, genres]}",
                                "      movie_rating_stats: {join_key: movie_id, features: [popularity]}"));
    }

    @Test
    void shouldAskForValidationRowsWhenStoppingEarly() {
        // Given
        String text = RecipeReader.read(HOME, "recipes/movie_rating.yaml")
                .text()
                .replace("train: 0.7", "train: 0.8")
                .replace("validation: 0.1", "validation: 0");

        // When, Then
        assertThatThrownBy(() -> RecipeReader.parse("recipes/x.yaml", text))
                .hasMessage("recipe recipes/x.yaml: 'model.hyperparameters.values.early_stopping_rounds' needs a"
                        + " 'data.split.validation' greater than 0, got: 20");
    }

    @Test
    void shouldRefuseInputsForAFactorModel() {
        // Given
        String text = RecipeReader.read(HOME, "recipes/personal_rating.yaml").text()
                + "preprocessor:\n  steps: [{type: one_hot_encoder, columns: [main_genre]}]\n";

        // When, Then
        assertThatThrownBy(() -> RecipeReader.parse("recipes/x.yaml", text))
                .hasMessageStartingWith("recipe recipes/x.yaml: 'preprocessor' must be left out");
    }

    @Test
    void shouldRefuseFilesThatAreNotThereOrOutside() {
        assertThatThrownBy(() -> RecipeReader.read(HOME, "recipes/none.yaml"))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith("recipe recipes/none.yaml: there is no such file in ");
        assertThatThrownBy(() -> RecipeReader.read(HOME, "../../etc/passwd"))
                .hasMessage("recipe ../../etc/passwd: lies outside the project folder");
        assertThatThrownBy(() -> RecipeReader.parse("x", "")).hasMessageContaining("must hold the fields of a recipe");
        assertThatThrownBy(() -> RecipeReader.parse("x", "[1]"))
                .hasMessageContaining("must hold the fields of a recipe");
    }
}

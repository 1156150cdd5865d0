package io.marquee.workhorse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.runtime.FeatureSet;
import io.marquee.runtime.LoadedModel;
import io.marquee.runtime.ModelDescription;
import io.marquee.runtime.ModelFolder;
import io.marquee.runtime.ModelKind;
import io.marquee.runtime.PersonalRatingModel;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.evaluation.Accuracy;
import io.marquee.workhorse.training.evaluation.DriftBaselineBuilder;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.recipe.ShippedRecipes;
import io.marquee.workhorse.training.trainer.IterationListener;
import io.marquee.workhorse.training.trainer.TestFrames;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path temporary;

    private final TrainingFrame frame = TestFrames.ratings(40, 60, 1);

    @Test
    void shouldTrainFactorsThatJudgeTheSameAfterStoring() throws Exception {
        // Given
        Recipe recipe = personal();
        TrainingData data = TrainingData.of(recipe, frame, frame, 100);

        // When
        TrainedModel model = new ModelTrainer(recipe, data, 2, IterationListener.SILENT).train();

        // Then: taste is ±0.4, noise 0.3
        assertThat(model.kind()).isEqualTo(ModelKind.PERSONAL_RATING);
        assertThat(model.accuracy().rows()).isEqualTo(480);
        assertThat(model.accuracy().rmse()).isLessThan(0.9 * model.baseline().rmse());
        assertThat(model.iterations()).isEqualTo(10);
        LoadedModel stored = stored(recipe, data, model);
        assertThat(new ModelJudge(data).judge(stored, data.split().test())).isEqualTo(model.accuracy());
    }

    @Test
    void shouldTrainTreesThatJudgeTheSameAfterStoring() throws Exception {
        // Given
        Recipe recipe = ShippedRecipes.movieRating();
        TrainingData data = TrainingData.of(recipe, frame, frame, 100);

        // When
        TrainedModel model = new ModelTrainer(recipe, data, 2, IterationListener.SILENT).train();

        // Then
        assertThat(model.kind()).isEqualTo(ModelKind.MOVIE_RATING);
        assertThat(model.accuracy().rmse()).isLessThan(0.85 * model.baseline().rmse());
        assertThat(model.iterations()).isBetween(5, 400);
        assertThat(model.libraries()).containsEntry("xgboost", "2.1.4");
        assertThat(model.livePredictions()).hasSize(480);
        LoadedModel stored = stored(recipe, data, model);
        assertThat(new ModelJudge(data).judge(stored, data.split().test())).isEqualTo(model.accuracy());
        assertThat(stored.description().baseline().features())
                .extracting(column -> column.name())
                .contains("movie_metadata__year", "movie_metadata__main_genre")
                .doesNotContain("movie_metadata__genres");
    }

    @Test
    void shouldJudgeAnOlderVersionWithTheRatingsItWouldHaveByNow() throws Exception {
        // Given: a model of the first half of the ratings, and users it has never seen
        Recipe recipe = personal();
        TrainingFrame first = TestFrames.ratings(20, 60, 1);
        TrainingData before = TrainingData.of(recipe, first, first, 100);
        LoadedModel older =
                stored(recipe, before, new ModelTrainer(recipe, before, 2, IterationListener.SILENT).train());
        TrainingData now = TrainingData.of(recipe, frame, frame, 100);

        // When
        double rmse = new ModelJudge(now).judge(older, now.split().test()).rmse();

        // Then: half of the users are new, yet it beats biases fitted to all 40
        TrainedModel fresh = new ModelTrainer(recipe, now, 2, IterationListener.SILENT).train();
        FactorModel asTrained = ((PersonalRatingModel) older).factors();
        double withoutFoldIn = Accuracy.of(now.split().test(), frame.ratings(), row -> asTrained
                        .predict(frame.userIds()[row], frame.movieIds()[row])
                        .rating())
                .rmse();
        assertThat(rmse).isLessThan(fresh.baseline().rmse()).isLessThan(0.9 * withoutFoldIn);
        assertThat(rmse).isGreaterThan(fresh.accuracy().rmse());
    }

    @Test
    void shouldSayHowManyRatingsAreMissing() {
        assertThatThrownBy(() -> TrainingData.of(personal(), frame, frame, 10_000))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "there are too few ratings to train personal-rating: 2400 ratings give 1920 training rows and"
                                + " 480 test rows; needed are 10000 and 1");
        TrainingFrame few = TestFrames.ratings(10, 4, 1);
        assertThatThrownBy(() -> TrainingData.of(personal(), few, few, 1))
                .hasMessageContaining("40 ratings give 40 training rows and 0 test rows");
    }

    @Test
    void shouldDescribeTheDataTheModelComesFrom() {
        // Given
        TrainingFrame other = TestFrames.ratings(40, 60, 2);

        // When
        Map<String, Object> description =
                TrainingData.of(personal(), frame, frame, 1).describe();

        // Then
        assertThat(description)
                .containsEntry("rows", 2400)
                .containsEntry("train_rows", 1920)
                .containsEntry("test_rows", 480)
                .containsEntry("first", 1_600_000_000L)
                .containsEntry("last", 1_600_000_000L + 60 * 2399);
        assertThat(TrainingData.of(personal(), frame, frame, 1).describe()).isEqualTo(description);
        assertThat(TrainingData.of(personal(), other, other, 1).describe().get("digest"))
                .isNotEqualTo(description.get("digest"));
    }

    /** The shipped recipe; its logged features are those that test frames have. */
    private static Recipe personal() {
        return ShippedRecipes.personalRating()
                .withFeatures(List.of(
                        new FeatureReference("movie_metadata", "year"),
                        new FeatureReference("user_behaviour", "rating_count")));
    }

    private LoadedModel stored(Recipe recipe, TrainingData data, TrainedModel model) throws Exception {
        DriftBaseline baseline = new DriftBaselineBuilder(
                        data.current(), data.split().test())
                .build(
                        recipe.name(),
                        "run",
                        NOW,
                        recipe.features(),
                        model.livePredictions(),
                        model.accuracy().rmse());
        ModelDescription description = new ModelDescription(
                model.kind(),
                recipe.name(),
                "run",
                NOW,
                new FeatureSet(
                        recipe.features(), Map.of("movie_metadata", 1, "movie_rating_stats", 1, "user_behaviour", 1)),
                baseline,
                new ModelProvenance(
                        recipe.name(),
                        "run",
                        NOW,
                        recipe.text(),
                        data.describe(),
                        Map.of(),
                        "test",
                        recipe.parameters(),
                        recipe.seed(),
                        model.libraries(),
                        Map.of(),
                        "test",
                        null));
        Path folder = temporary.resolve("model-" + System.nanoTime());
        model.folder().apply(description).writeTo(folder);
        return ModelFolder.open(folder);
    }
}

package io.marquee.workhorse.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.runtime.factor.FactorModel;
import io.marquee.workhorse.training.MovieLens;
import io.marquee.workhorse.training.evaluation.Accuracy;
import io.marquee.workhorse.training.recipe.AlsSettings;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.recipe.RecipeReader;
import io.marquee.workhorse.training.split.RatingMatrix;
import io.marquee.workhorse.training.split.TemporalSplit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The shipped recipe on real data; runs where {@code MARQUEE_DATA} names a folder with {@code ml-latest-small}. */
@EnabledIfEnvironmentVariable(named = "MARQUEE_DATA", matches = ".+")
class MovieLensAccuracyTest {

    @Test
    void shouldBeatTheBiasBaselineOnTheSameSplit() throws Exception {
        // Given
        MovieLens data = MovieLens.read(Path.of(System.getenv("MARQUEE_DATA"), "ml-latest-small"));
        Recipe recipe = RecipeReader.read(Path.of(".."), "recipes/personal_rating.yaml");
        Recipe.Baseline.Bias damping = (Recipe.Baseline.Bias) recipe.baseline();
        TemporalSplit split = TemporalSplit.of(
                data.userIds(),
                data.movieIds(),
                data.timestamps(),
                recipe.split().test());
        RatingMatrix matrix =
                RatingMatrix.of(split.train(), data.userIds(), data.movieIds(), data.ratings(), data.timestamps());
        BiasBaseline baseline = BiasBaseline.fit(matrix, damping.userDamping(), damping.movieDamping());

        // When
        long start = System.nanoTime();
        FactorModel model = new FactorModel(Als.train(
                matrix,
                SeenMovies.of(matrix, data.userIds(), data.movieIds()),
                (AlsSettings) recipe.settings(),
                recipe.seed(),
                2,
                IterationListener.SILENT));
        double seconds = (System.nanoTime() - start) / 1e9;

        // Then
        Accuracy factors = Accuracy.of(
                split.test(), data.ratings(), row -> model.predict(data.userIds()[row], data.movieIds()[row])
                        .rating());
        Accuracy biases = Accuracy.of(
                split.test(), data.ratings(), row -> baseline.predict(data.userIds()[row], data.movieIds()[row]));
        System.out.printf(
                "rmse %.4f mae %.4f, baseline %.4f %.4f, %.2f s%n",
                factors.rmse(), factors.mae(), biases.rmse(), biases.mae(), seconds);
        assertThat(split.train()).hasSize(80_896);
        assertThat(split.test()).hasSize(19_940);
        assertThat(factors.rmse()).isLessThan(0.87);
        assertThat(factors.improvementOver(biases)).isGreaterThan(0.03);
        assertThat(seconds).isLessThan(30);
    }
}

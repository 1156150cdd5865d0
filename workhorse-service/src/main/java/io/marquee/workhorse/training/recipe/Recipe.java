package io.marquee.workhorse.training.recipe;

import io.marquee.contract.feature.FeatureReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to train: one recipe file.
 *
 * @param name registered model and experiment
 * @param featureService the feature service that says the features; null when the recipe lists them itself
 * @param features the model's inputs, or, for a model that needs none, what is watched for drift; none as long as a
 *     feature service has not been asked
 * @param split what is held out
 * @param preprocessing steps in order; empty for a model without inputs
 * @param classPath the algorithm's class as its library names it
 * @param library which library trains
 * @param settings hyper-parameters, defaults filled in
 * @param baseline what the model is compared with
 * @param seed of every random choice
 * @param author who answers for the recipe
 * @param description one sentence for people
 * @param text the file as it was read
 */
public record Recipe(
        String name,
        @Nullable String featureService,
        List<FeatureReference> features,
        Split split,
        List<PreprocessingStep> preprocessing,
        String classPath,
        String library,
        AlgorithmSettings settings,
        Baseline baseline,
        long seed,
        String author,
        String description,
        String text) {

    public Recipe {
        features = List.copyOf(features);
        preprocessing = List.copyOf(preprocessing);
    }

    /** The same recipe with what its feature service stands for. */
    public Recipe withFeatures(List<FeatureReference> resolved) {
        return new Recipe(
                name,
                featureService,
                resolved,
                split,
                preprocessing,
                classPath,
                library,
                settings,
                baseline,
                seed,
                author,
                description,
                text);
    }

    /**
     * Shares of each user's ratings in order of time; they sum to 1.
     *
     * @param train to learn from
     * @param validation to decide when to stop
     * @param test to judge by
     */
    public record Split(double train, double validation, double test) {

        /** The share of the rows that are not test rows which is for validation. */
        public double validationShareOfRest() {
            return validation / (train + validation);
        }
    }

    /** What a model is compared with on the same rows. */
    public sealed interface Baseline {

        /** The mean of all training ratings, for models that do not know the user. */
        record Mean() implements Baseline {}

        /** Mean and damped biases of user and movie. */
        record Bias(double userDamping, double movieDamping) implements Baseline {}
    }

    /** Every hyper-parameter by its name in the file, defaults included. */
    public Map<String, Object> parameters() {
        return RecipeParameters.of(settings);
    }
}

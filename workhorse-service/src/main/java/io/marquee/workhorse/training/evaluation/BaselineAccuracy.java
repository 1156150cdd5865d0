package io.marquee.workhorse.training.evaluation;

import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.split.RatingMatrix;
import io.marquee.workhorse.training.trainer.BiasBaseline;

/** How far a recipe's baseline comes on some rows. */
public final class BaselineAccuracy {

    private BaselineAccuracy() {}

    /**
     * Fits the baseline and judges it.
     *
     * @param train rows to fit it to
     * @param judged rows to judge it by
     */
    public static Accuracy of(Recipe.Baseline baseline, TrainingFrame frame, int[] train, int[] judged) {
        RatingMatrix ratings =
                RatingMatrix.of(train, frame.userIds(), frame.movieIds(), frame.ratings(), frame.timestamps());
        return switch (baseline) {
            case Recipe.Baseline.Mean mean -> Accuracy.of(judged, frame.ratings(), row -> ratings.mean());
            case Recipe.Baseline.Bias bias -> {
                BiasBaseline fitted = BiasBaseline.fit(ratings, bias.userDamping(), bias.movieDamping());
                yield Accuracy.of(
                        judged, frame.ratings(), row -> fitted.predict(frame.userIds()[row], frame.movieIds()[row]));
            }
        };
    }
}

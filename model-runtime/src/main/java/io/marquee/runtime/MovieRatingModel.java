package io.marquee.runtime;

import io.marquee.runtime.factor.RatingScale;
import io.marquee.runtime.preprocessing.FeatureRow;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.tree.TreeEnsemble;
import java.util.List;

/**
 * Predicts a movie's rating from what is known about the movie.
 *
 * @param preprocessing makes the trees' inputs
 * @param trees what predicts
 */
public record MovieRatingModel(ModelDescription description, FittedPreprocessing preprocessing, TreeEnsemble trees)
        implements LoadedModel {

    public MovieRatingModel {
        if (preprocessing.width() != trees.width()) {
            throw new IllegalArgumentException(
                    "preprocessing makes " + preprocessing.width() + " inputs and the trees take " + trees.width());
        }
    }

    /**
     * The rating of one movie, stars.
     *
     * @throws IllegalArgumentException naming the feature and the value, when one has the wrong type
     */
    public double predict(FeatureRow movie) {
        return RatingScale.clip(trees.predict(preprocessing.transform(movie)));
    }

    /** The ratings of many movies, stars, in their order. */
    public double[] predictBatch(List<? extends FeatureRow> movies) {
        int width = preprocessing.width();
        float[] rows = new float[movies.size() * width];
        for (int i = 0; i < movies.size(); i++) {
            preprocessing.transform(movies.get(i), rows, i * width);
        }
        float[] sums = trees.predictBatch(rows);
        double[] ratings = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            ratings[i] = RatingScale.clip(sums[i]);
        }
        return ratings;
    }
}

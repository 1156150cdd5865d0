package io.marquee.workhorse.training.trainer;

import io.marquee.runtime.factor.IdIndex;
import io.marquee.runtime.factor.RatingScale;
import io.marquee.workhorse.training.split.RatingMatrix;

/**
 * The simplest personal prediction, {@code mean + user bias + movie bias}, which any better model has to beat. The biases
 * are damped means, found in turns (Koren, Bell, Volinsky 2009, equation 3): each is the sum of what the other side leaves
 * unexplained, divided by the number of ratings plus a damping.
 */
public final class BiasBaseline {

    /** Turns after which biases of real data no longer move in the third decimal. */
    private static final int SWEEPS = 10;

    private final RatingMatrix ratings;
    private final double[] userBiases;
    private final double[] movieBiases;

    private BiasBaseline(RatingMatrix ratings) {
        this.ratings = ratings;
        this.userBiases = new double[ratings.users().size()];
        this.movieBiases = new double[ratings.movies().size()];
    }

    /**
     * Fits the biases.
     *
     * @param userDamping how many ratings a user needs for half of the bias to count
     * @param movieDamping the same for a movie
     */
    public static BiasBaseline fit(RatingMatrix ratings, double userDamping, double movieDamping) {
        BiasBaseline baseline = new BiasBaseline(ratings);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            baseline.update(ratings.byMovie(), baseline.movieBiases, baseline.userBiases, movieDamping);
            baseline.update(ratings.byUser(), baseline.userBiases, baseline.movieBiases, userDamping);
        }
        return baseline;
    }

    private void update(RatingMatrix.Rows rows, double[] biases, double[] otherBiases, double damping) {
        for (int row = 0; row < biases.length; row++) {
            double sum = 0;
            for (int i = rows.starts()[row]; i < rows.starts()[row + 1]; i++) {
                sum += rows.ratings()[i] - ratings.mean() - otherBiases[rows.others()[i]];
            }
            biases[row] = sum / (rows.count(row) + damping);
        }
    }

    /** The prediction, stars; an unknown user or movie has no bias. */
    public double predict(long userId, long movieId) {
        return RatingScale.clip(ratings.mean()
                + bias(ratings.users(), userBiases, userId)
                + bias(ratings.movies(), movieBiases, movieId));
    }

    private static double bias(IdIndex index, double[] biases, long id) {
        int position = index.positionOf(id);
        return position < 0 ? 0 : biases[position];
    }

    double[] userBiases() {
        return userBiases.clone();
    }

    double[] movieBiases() {
        return movieBiases.clone();
    }
}

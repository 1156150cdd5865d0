package io.marquee.workhorse.training.evaluation;

/**
 * How far predictions are from ratings.
 *
 * @param rows how many were compared
 * @param rmse root of the mean squared error, stars; NaN without rows
 * @param mae mean absolute error, stars; NaN without rows
 */
public record Accuracy(long rows, double rmse, double mae) {

    /** One row's prediction. */
    @FunctionalInterface
    public interface Prediction {

        /** Predicted stars of that row. */
        double of(int row);
    }

    /**
     * Compares predictions with ratings.
     *
     * @param rows which rows
     * @param ratings stars of every row there is
     */
    public static Accuracy of(int[] rows, float[] ratings, Prediction prediction) {
        double squares = 0;
        double distances = 0;
        for (int row : rows) {
            double error = prediction.of(row) - ratings[row];
            squares += error * error;
            distances += Math.abs(error);
        }
        return new Accuracy(rows.length, Math.sqrt(squares / rows.length), distances / rows.length);
    }

    /** By which share this RMSE is below the other one; negative when it is above. */
    public double improvementOver(Accuracy other) {
        return 1 - rmse / other.rmse;
    }
}

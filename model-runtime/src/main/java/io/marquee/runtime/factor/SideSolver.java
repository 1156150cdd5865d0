package io.marquee.runtime.factor;

/**
 * One half of alternating least squares: the bias and factors of one user given all movies, or of one movie given all users,
 * from its ratings. Training uses both halves, fold-in the user's. The arrays are read, not copied.
 *
 * @param settings how strongly it holds back
 * @param mean mean rating, stars
 * @param otherBiases biases of the given side, stars, by position
 * @param otherFactors factors of the given side, row by row, by position
 * @param factors number of factors
 */
public record SideSolver(RidgeSettings settings, float mean, float[] otherBiases, float[] otherFactors, int factors) {

    /**
     * Solves for one user or movie.
     *
     * @param step workspace of the calling thread
     * @param others positions on the given side, newest rating last, from {@code from} to before {@code to}
     * @param ratings stars, at the same places
     * @param target where the factors are written, from {@code offset} on
     * @return the bias
     */
    public float solve(RidgeStep step, int[] others, float[] ratings, int from, int to, float[] target, int offset) {
        step.reset();
        for (int i = from; i < to; i++) {
            double residual = (double) ratings[i] - mean - otherBiases[others[i]];
            step.add(otherFactors, others[i] * factors, residual, settings.weight(to - 1 - i));
        }
        return (float) step.solve(settings, target, offset);
    }
}

package io.marquee.runtime.factor;

/**
 * The user step of the factor model: one user's bias and factors from the user's ratings, given the movies. Training and
 * fold-in share it. The arrays are read, not copied.
 *
 * @param settings how strongly it holds back
 * @param mean mean rating, stars
 * @param movieBiases stars, by movie position
 * @param movieFactors row by row, by movie position
 * @param factors number of factors
 */
public record UserSolver(RidgeSettings settings, float mean, float[] movieBiases, float[] movieFactors, int factors) {

    /**
     * Solves for one user.
     *
     * @param step workspace of the calling thread
     * @param movies positions of the rated movies, newest last, from {@code from} to before {@code to}
     * @param ratings stars, at the same places
     * @param target where the user's factors are written, from {@code offset} on
     * @return the user's bias
     */
    public float solve(RidgeStep step, int[] movies, float[] ratings, int from, int to, float[] target, int offset) {
        step.reset();
        for (int i = from; i < to; i++) {
            double residual = (double) ratings[i] - mean - movieBiases[movies[i]];
            step.add(movieFactors, movies[i] * factors, residual, settings.weight(to - 1 - i));
        }
        return (float) step.solve(settings, target, offset);
    }
}

package io.marquee.runtime.factor;

/**
 * How strongly one ridge step of the factor model holds back, see {@link RidgeStep}.
 *
 * @param regularisation λ of ALS-WR: penalty of the factors per rating (weighted rating count times λ)
 * @param regularisationFloor penalty of the factors that is there whatever the number of ratings; keeps those with few
 *     ratings near zero
 * @param biasDamping penalty of the bias, in ratings: a bias seen {@code biasDamping} times counts half
 * @param halfLife after how many newer ratings a rating counts half; {@link Double#POSITIVE_INFINITY} when all count the
 *     same. Tastes move, so the newest ratings say most about the next one
 */
public record RidgeSettings(double regularisation, double regularisationFloor, double biasDamping, double halfLife) {

    public RidgeSettings {
        requireAtLeastZero("regularisation", regularisation);
        requireAtLeastZero("regularisation floor", regularisationFloor);
        requireAtLeastZero("bias damping", biasDamping);
        if (regularisation + regularisationFloor <= 0) {
            throw new IllegalArgumentException(
                    "regularisation and regularisation floor must not both be 0: the step has no unique answer then");
        }
        if (!(halfLife > 0)) {
            throw new IllegalArgumentException("half-life must be greater than 0, got: " + halfLife);
        }
    }

    /** The same penalties with every rating counting the same. */
    public RidgeSettings withoutDecay() {
        return new RidgeSettings(regularisation, regularisationFloor, biasDamping, Double.POSITIVE_INFINITY);
    }

    /** Weight of a rating that has {@code newer} newer ones after it: 0.5 to the power of newer / half-life. */
    public double weight(int newer) {
        return Double.isInfinite(halfLife) ? 1 : Math.pow(0.5, newer / halfLife);
    }

    private static void requireAtLeastZero(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be 0 or more, got: " + value);
        }
    }
}

package io.marquee.workhorse.training.recipe;

import io.marquee.runtime.factor.RidgeSettings;

/**
 * Settings of the factor model, see {@link io.marquee.workhorse.training.trainer.Als}.
 *
 * @param factors numbers per user and movie, 1 to 512
 * @param iterations rounds of users then movies, from 1
 * @param regularization penalty of the factors per rating
 * @param regularizationFloor penalty of the factors whatever the number of ratings
 * @param userBiasDamping how many ratings a user needs for half of the bias to count
 * @param movieBiasDamping the same for a movie
 * @param recencyHalfLife after how many newer ratings of the user a rating counts half; infinity: never
 * @param rankingCaution stars that a movie's rank loses for having few ratings
 */
public record AlsSettings(
        int factors,
        int iterations,
        double regularization,
        double regularizationFloor,
        double userBiasDamping,
        double movieBiasDamping,
        double recencyHalfLife,
        double rankingCaution)
        implements AlgorithmSettings {

    /** How a user follows from the user's ratings. */
    public RidgeSettings userStep() {
        return new RidgeSettings(regularization, regularizationFloor, userBiasDamping, recencyHalfLife);
    }

    /** How a movie follows from its ratings; they all count the same. */
    public RidgeSettings movieStep() {
        return new RidgeSettings(regularization, regularizationFloor, movieBiasDamping, Double.POSITIVE_INFINITY);
    }
}

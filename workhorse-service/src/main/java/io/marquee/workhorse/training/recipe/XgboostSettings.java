package io.marquee.workhorse.training.recipe;

/**
 * Settings of the tree model, with the names and meanings of XGBoost's scikit-learn interface.
 *
 * @param nEstimators boosting rounds, from 1; the most there are when stopped early
 * @param earlyStoppingRounds rounds without a better validation RMSE after which to stop; 0: never
 */
public record XgboostSettings(
        int nEstimators,
        int maxDepth,
        double learningRate,
        double subsample,
        double colsampleBytree,
        double minChildWeight,
        double regLambda,
        double regAlpha,
        double gamma,
        int maxBin,
        int earlyStoppingRounds)
        implements AlgorithmSettings {}

package io.marquee.workhorse.training.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Between hyper-parameter records and their names in recipe files. */
final class RecipeParameters {

    private static final double NO_LIMIT = Double.MAX_VALUE;

    private RecipeParameters() {}

    static Map<String, Object> of(AlgorithmSettings settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        switch (settings) {
            case AlsSettings als -> {
                values.put("factors", als.factors());
                values.put("iterations", als.iterations());
                values.put("regularization", als.regularization());
                values.put("regularization_floor", als.regularizationFloor());
                values.put("user_bias_damping", als.userBiasDamping());
                values.put("movie_bias_damping", als.movieBiasDamping());
                values.put("recency_half_life", als.recencyHalfLife());
                values.put("ranking_caution", als.rankingCaution());
            }
            case XgboostSettings trees -> {
                values.put("n_estimators", trees.nEstimators());
                values.put("max_depth", trees.maxDepth());
                values.put("learning_rate", trees.learningRate());
                values.put("subsample", trees.subsample());
                values.put("colsample_bytree", trees.colsampleBytree());
                values.put("min_child_weight", trees.minChildWeight());
                values.put("reg_lambda", trees.regLambda());
                values.put("reg_alpha", trees.regAlpha());
                values.put("gamma", trees.gamma());
                values.put("max_bin", trees.maxBin());
                values.put("early_stopping_rounds", trees.earlyStoppingRounds());
            }
        }
        return values;
    }

    static AlsSettings readAls(RecipeNode values) {
        values.only(
                "factors",
                "iterations",
                "regularization",
                "regularization_floor",
                "user_bias_damping",
                "movie_bias_damping",
                "recency_half_life",
                "ranking_caution");
        return new AlsSettings(
                (int) values.optional("factors").wholeNumber(1, 512, 24),
                (int) values.optional("iterations").wholeNumber(1, 1_000, 10),
                values.optional("regularization").number(0, 1_000, 0.05),
                values.optional("regularization_floor").number(1e-6, 1_000, 6),
                values.optional("user_bias_damping").number(0, 1_000, 3),
                values.optional("movie_bias_damping").number(0, 1_000, 3),
                values.optional("recency_half_life").number(1, Double.POSITIVE_INFINITY, 40),
                values.optional("ranking_caution").number(0, 100, 3));
    }

    static XgboostSettings readXgboost(RecipeNode values) {
        values.only(
                "n_estimators",
                "max_depth",
                "learning_rate",
                "subsample",
                "colsample_bytree",
                "min_child_weight",
                "reg_lambda",
                "reg_alpha",
                "gamma",
                "max_bin",
                "early_stopping_rounds");
        return new XgboostSettings(
                (int) values.optional("n_estimators").wholeNumber(1, 100_000, 200),
                (int) values.optional("max_depth").wholeNumber(1, 20, 5),
                values.optional("learning_rate").number(1e-6, 1, 0.08),
                values.optional("subsample").number(0.01, 1, 0.8),
                values.optional("colsample_bytree").number(0.01, 1, 0.8),
                values.optional("min_child_weight").number(0, NO_LIMIT, 20),
                values.optional("reg_lambda").number(0, NO_LIMIT, 5),
                values.optional("reg_alpha").number(0, NO_LIMIT, 0),
                values.optional("gamma").number(0, NO_LIMIT, 0),
                (int) values.optional("max_bin").wholeNumber(2, 65_536, 256),
                (int) values.optional("early_stopping_rounds").wholeNumber(0, 10_000, 0));
    }
}

package io.marquee.workhorse.training.trainer;

import io.marquee.workhorse.training.recipe.XgboostSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * Trains gradient-boosted trees with XGBoost's histogram method (Chen, Guestrin: "XGBoost: A Scalable Tree Boosting System",
 * KDD 2016).
 */
public final class XgboostTrainer {

    /**
     * Rows with their ratings.
     *
     * @param inputs row by row, NaN where missing
     * @param ratings stars, one per row
     */
    public record Rows(float[] inputs, float[] ratings) {}

    /**
     * What came out.
     *
     * @param modelJson XGBoost's own JSON model file
     * @param rounds how many trees it has
     */
    public record Trained(byte[] modelJson, int rounds) {}

    private final List<String> inputNames;
    private final XgboostSettings settings;
    private final long seed;
    private final int threads;

    /**
     * @param inputNames names of the inputs, which XGBoost stores in the model file
     * @param threads how many to use, at least 1
     */
    public XgboostTrainer(List<String> inputNames, XgboostSettings settings, long seed, int threads) {
        this.inputNames = List.copyOf(inputNames);
        this.settings = settings;
        this.seed = seed;
        this.threads = threads;
    }

    /**
     * Trains.
     *
     * @param rows all rows to learn from
     * @param early the same rows in two parts when the number of rounds is to be found by early stopping; the final model
     *     then learns from all rows for that many rounds
     * @param listener hears of the final model's rounds
     */
    public Trained train(Rows rows, @Nullable Holdout early, IterationListener listener) throws XGBoostError {
        int rounds = early == null ? settings.nEstimators() : bestRounds(early);
        DMatrix matrix = matrix(rows);
        try {
            float[][] history = new float[1][rounds];
            Booster booster =
                    XGBoost.train(matrix, parameters(), rounds, Map.of("train", matrix), history, null, null, 0);
            try {
                for (int round = 0; round < rounds; round++) {
                    listener.finished(round + 1, history[0][round]);
                }
                return new Trained(booster.toByteArray("json"), rounds);
            } finally {
                booster.dispose();
            }
        } finally {
            matrix.dispose();
        }
    }

    /**
     * Rows in two parts.
     *
     * @param fit to learn from
     * @param validation to decide when to stop
     */
    public record Holdout(Rows fit, Rows validation) {}

    /** The number of rounds after which the validation RMSE was lowest. */
    private int bestRounds(Holdout early) throws XGBoostError {
        DMatrix fit = matrix(early.fit());
        DMatrix validation = matrix(early.validation());
        try {
            float[][] history = new float[1][settings.nEstimators()];
            XGBoost.train(
                            fit,
                            parameters(),
                            settings.nEstimators(),
                            Map.of("validation", validation),
                            history,
                            null,
                            null,
                            settings.earlyStoppingRounds())
                    .dispose();
            int best = 0;
            // Rounds that were not run stay 0, which no RMSE of ratings is.
            for (int round = 1; round < history[0].length && history[0][round] > 0; round++) {
                if (history[0][round] < history[0][best]) {
                    best = round;
                }
            }
            return best + 1;
        } finally {
            fit.dispose();
            validation.dispose();
        }
    }

    private DMatrix matrix(Rows rows) throws XGBoostError {
        DMatrix matrix = new DMatrix(rows.inputs(), rows.ratings().length, inputNames.size(), Float.NaN);
        matrix.setLabel(rows.ratings());
        matrix.setFeatureNames(inputNames.toArray(String[]::new));
        return matrix;
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", "reg:squarederror");
        parameters.put("eval_metric", "rmse");
        parameters.put("tree_method", "hist");
        parameters.put("max_depth", settings.maxDepth());
        parameters.put("eta", settings.learningRate());
        parameters.put("subsample", settings.subsample());
        parameters.put("colsample_bytree", settings.colsampleBytree());
        parameters.put("min_child_weight", settings.minChildWeight());
        parameters.put("lambda", settings.regLambda());
        parameters.put("alpha", settings.regAlpha());
        parameters.put("gamma", settings.gamma());
        parameters.put("max_bin", settings.maxBin());
        parameters.put("seed", seed);
        parameters.put("nthread", threads);
        parameters.put("verbosity", 0);
        // Read by the Java wrapper only, and only as text: no line per round on the standard output.
        parameters.put("verbose_eval", "false");
        return parameters;
    }
}

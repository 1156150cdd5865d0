package io.marquee.workhorse.training;

import io.marquee.runtime.ModelDescription;
import io.marquee.runtime.ModelFolderWriter;
import io.marquee.runtime.ModelKind;
import io.marquee.workhorse.training.evaluation.Accuracy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A model that was just trained and judged.
 *
 * @param accuracy on the test rows
 * @param baseline what it is compared with, on the same rows
 * @param livePredictions what it would answer for the test rows today, one per test row
 * @param iterations boosting rounds or alternations of the final model
 * @param libraries what trained it, library to version
 * @param folder makes the model folder
 */
record TrainedModel(
        ModelKind kind,
        Accuracy accuracy,
        Accuracy baseline,
        double[] livePredictions,
        int iterations,
        Map<String, String> libraries,
        Function<ModelDescription, ModelFolderWriter> folder) {

    /** What is logged of it. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rmse", accuracy.rmse());
        metrics.put("mae", accuracy.mae());
        metrics.put("baseline_rmse", baseline.rmse());
        metrics.put("baseline_mae", baseline.mae());
        metrics.put("improvement", accuracy.improvementOver(baseline));
        metrics.put("test_rows", (double) accuracy.rows());
        metrics.put("iterations", (double) iterations);
        return metrics;
    }
}

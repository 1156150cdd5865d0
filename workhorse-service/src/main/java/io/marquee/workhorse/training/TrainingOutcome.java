package io.marquee.workhorse.training;

import io.marquee.workhorse.training.evaluation.Accuracy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A finished training.
 *
 * @param modelVersion the version that was registered
 * @param seconds how long it took
 */
public record TrainingOutcome(
        String modelName,
        int modelVersion,
        String runId,
        Accuracy accuracy,
        Accuracy baseline,
        int trainRows,
        double seconds) {

    /** As JSON values. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model_name", modelName);
        map.put("model_version", modelVersion);
        map.put("run_id", runId);
        map.put("rmse", accuracy.rmse());
        map.put("mae", accuracy.mae());
        map.put("baseline_rmse", baseline.rmse());
        map.put("baseline_mae", baseline.mae());
        map.put("improvement", accuracy.improvementOver(baseline));
        map.put("train_rows", trainRows);
        map.put("test_rows", accuracy.rows());
        map.put("seconds", seconds);
        return map;
    }
}

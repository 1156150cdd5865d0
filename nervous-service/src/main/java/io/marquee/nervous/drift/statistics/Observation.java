package io.marquee.nervous.drift.statistics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request asked of a model and got: column by column, one value per prediction.
 *
 * @param columns feature values by column name; null where missing. A column that was not logged is not there
 * @param predictions the model's answers
 */
public record Observation(Map<String, List<@Nullable Object>> columns, List<Double> predictions) {

    /** Number of predictions. */
    public int rows() {
        return predictions.size();
    }
}

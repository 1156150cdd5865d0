package io.marquee.nervous.performance;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * The champions' rolling error as gauges, in stars; no value while there are too few rated predictions.
 *
 * <ul>
 *   <li>{@code ml_model_rmse{model_name,model_version}}: alert when it is a tenth above {@code ml_model_baseline_rmse}.
 *   <li>{@code ml_model_mae{model_name,model_version}}: the same error without the weight on large ones.
 *   <li>{@code ml_model_baseline_rmse{model_name,model_version}}: what the version had on its own test rows.
 * </ul>
 */
@ApplicationScoped
class PerformanceMetrics {

    private final MultiGauge rmse;
    private final MultiGauge mae;
    private final MultiGauge baselineRmse;

    PerformanceMetrics(MeterRegistry meters) {
        this.rmse = MultiGauge.builder("ml_model_rmse")
                .description("Rolling root mean squared error of the champion against users' own ratings")
                .register(meters);
        this.mae = MultiGauge.builder("ml_model_mae")
                .description("Rolling mean absolute error of the champion against users' own ratings")
                .register(meters);
        this.baselineRmse = MultiGauge.builder("ml_model_baseline_rmse")
                .description("Root mean squared error of the champion on its test rows")
                .register(meters);
    }

    void publish(List<ErrorReport> reports, int minPairs) {
        List<Row<?>> rmses = new ArrayList<>();
        List<Row<?>> maes = new ArrayList<>();
        List<Row<?>> baselines = new ArrayList<>();
        for (ErrorReport report : reports) {
            Tags tags = Tags.of(
                    "model_name",
                    report.model().name(),
                    "model_version",
                    Integer.toString(report.model().version()));
            baselines.add(Row.of(tags, report.baselineRmse()));
            if (report.pairs() >= minPairs && report.rmse() != null && report.mae() != null) {
                rmses.add(Row.of(tags, report.rmse()));
                maes.add(Row.of(tags, report.mae()));
            }
        }
        rmse.register(rmses, true);
        mae.register(maes, true);
        baselineRmse.register(baselines, true);
    }
}

package io.marquee.nervous.drift;

import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.FeatureDrift;
import io.marquee.nervous.drift.statistics.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * The champions' drift as gauges. A column whose sample is too small has no value, so that a rule does not fire on chance.
 *
 * <ul>
 *   <li>{@code ml_data_drift_score{model_name,feature_name,drift_method="psi"}}: 0 and up. Alert from 0.2 on.
 *   <li>{@code ml_prediction_drift_score{model_name,drift_method="psi"}}: 0 and up. Alert from 0.2 on.
 *   <li>{@code ml_missing_data_rate{model_name,feature_name}}: 0 to 1. Alert when it leaves what is usual for the column by
 *       0.05.
 *   <li>{@code marquee_drift_window_rows{model_name,model_version}}: predictions looked at. Alert when it stays below the
 *       minimum sample for long: the champion is not watched.
 * </ul>
 */
@ApplicationScoped
class DriftMetrics {

    private static final String METHOD = "psi";

    private final MultiGauge dataDrift;
    private final MultiGauge predictionDrift;
    private final MultiGauge missingRate;
    private final MultiGauge windowRows;

    DriftMetrics(MeterRegistry meters) {
        this.dataDrift = MultiGauge.builder("ml_data_drift_score")
                .description("Population stability index of a feature against the champion's baseline")
                .register(meters);
        this.predictionDrift = MultiGauge.builder("ml_prediction_drift_score")
                .description("Population stability index of the predictions against the champion's baseline")
                .register(meters);
        this.missingRate = MultiGauge.builder("ml_missing_data_rate")
                .description("Share of a feature's values that are missing")
                .register(meters);
        this.windowRows = MultiGauge.builder("marquee_drift_window_rows")
                .description("Predictions in the drift window")
                .register(meters);
    }

    void publish(List<DriftReport> reports) {
        List<Row<?>> drift = new ArrayList<>();
        List<Row<?>> predictions = new ArrayList<>();
        List<Row<?>> missing = new ArrayList<>();
        List<Row<?>> rows = new ArrayList<>();
        for (DriftReport report : reports) {
            String model = report.model().name();
            for (FeatureDrift feature : report.features()) {
                if (feature.verdict() != Verdict.COLLECTING) {
                    drift.add(Row.of(
                            Tags.of("model_name", model, "feature_name", feature.name(), "drift_method", METHOD),
                            feature.psi()));
                    missing.add(Row.of(
                            Tags.of("model_name", model, "feature_name", feature.name()), feature.missingRate()));
                }
            }
            if (report.prediction().verdict() != Verdict.COLLECTING) {
                predictions.add(Row.of(
                        Tags.of("model_name", model, "drift_method", METHOD),
                        report.prediction().psi()));
            }
            String version = Integer.toString(report.model().version());
            rows.add(Row.of(Tags.of("model_name", model, "model_version", version), report.rows()));
        }
        dataDrift.register(drift, true);
        predictionDrift.register(predictions, true);
        missingRate.register(missing, true);
        windowRows.register(rows, true);
    }
}

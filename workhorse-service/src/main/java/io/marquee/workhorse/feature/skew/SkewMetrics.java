package io.marquee.workhorse.feature.skew;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.ToDoubleFunction;

/**
 * The newest report as metrics.
 *
 * <p>Alert when {@code marquee_feature_skew_ratio} of any feature stays above 0.01 with {@code marquee_feature_skew_compared}
 * of at least 100: models then see other values than they were trained with. The report names examples.
 */
@ApplicationScoped
class SkewMetrics {

    private final MultiGauge ratio;
    private final MultiGauge compared;

    SkewMetrics(MeterRegistry meters) {
        this.ratio = MultiGauge.builder("marquee_feature_skew_ratio")
                .description("Share of served feature values that differ from the offline value of the same moment")
                .register(meters);
        this.compared = MultiGauge.builder("marquee_feature_skew_compared")
                .description("Served feature values that the newest skew report compared")
                .register(meters);
    }

    void show(SkewReport report) {
        register(ratio, report, SkewReport.FeatureSkew::ratio);
        register(compared, report, SkewReport.FeatureSkew::compared);
    }

    private static void register(MultiGauge gauge, SkewReport report, ToDoubleFunction<SkewReport.FeatureSkew> value) {
        gauge.register(
                report.features().stream()
                        .<MultiGauge.Row<?>>map(feature -> MultiGauge.Row.of(
                                Tags.of("view", feature.view(), "feature", feature.feature()),
                                value.applyAsDouble(feature)))
                        .toList(),
                true);
    }
}

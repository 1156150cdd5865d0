package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.FeatureConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What bringing views online costs and how well it goes, under Feast's names.
 *
 * <p>Alert when {@code feast_feature_freshness_seconds} exceeds twice the time between two materialisations: rows that
 * serving reads are older than they should be.
 */
@ApplicationScoped
class MaterializationMetrics {

    private final MeterRegistry meters;
    private final FeatureConfig config;
    private final Clock clock;
    private final Map<String, Instant> watermarks = new ConcurrentHashMap<>();

    MaterializationMetrics(MeterRegistry meters, FeatureConfig config, Clock clock) {
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    /** A view was brought online, or that failed. */
    void ran(String view, boolean success, Duration duration) {
        meters.counter("feast_materialization_result", "feature_view", view, "status", success ? "success" : "failure")
                .increment();
        meters.timer("feast_materialization_duration", "feature_view", view).record(duration);
    }

    /** How far a view is online. */
    void reached(String view, Instant watermark) {
        if (watermarks.put(view, watermark) == null) {
            Gauge.builder("feast_feature_freshness", () -> age(view))
                    .baseUnit("seconds")
                    .tag("feature_view", view)
                    .tag("project", config.project())
                    .register(meters);
        }
    }

    private double age(String view) {
        return Duration.between(watermarks.getOrDefault(view, clock.instant()), clock.instant())
                        .toMillis()
                / 1000.0;
    }
}

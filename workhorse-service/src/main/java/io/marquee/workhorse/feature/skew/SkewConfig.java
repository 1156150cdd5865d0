package io.marquee.workhorse.feature.skew;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How many predictions are kept to compare their features, and how exact the comparison is. */
@ConfigMapping(prefix = "marquee.skew")
public interface SkewConfig {

    /** Share of the prediction events that are kept, from 0 (none) to 1 (all). */
    @WithDefault("1")
    @DecimalMin("0")
    @DecimalMax("1")
    double sampleRate();

    /** Predictions that are kept in a minute at most, so that heavy traffic does not fill the database. */
    @WithDefault("3000")
    @Min(1)
    @Max(1_000_000)
    int predictionsPerMinute();

    /** How long a kept prediction stays. */
    @WithDefault("7d")
    Duration retention();

    /** How often features are compared without being asked for. */
    @WithDefault("10m")
    Duration every();

    /** How far a report looks back. */
    @WithDefault("24h")
    Duration window();

    /** Prediction events that a report compares at most; the newest. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int eventsPerReport();

    /** How long an event may take until its features are online; a served value may be that old without being skewed. */
    @WithDefault("10s")
    Duration settle();

    /** Numbers are equal when they differ by no more than this times the greater of 1 and the offline value. */
    @WithDefault("1e-6")
    @DecimalMin("0")
    double tolerance();

    /** Examples that a report gives of each feature's skew. */
    @WithDefault("3")
    @Min(0)
    @Max(100)
    int examples();
}

package io.marquee.nervous.performance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The rolling error. */
@ConfigMapping(prefix = "marquee.performance")
public interface PerformanceConfig {

    /** Outcomes in the window, newest first. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int windowPairs();

    /** Fewest outcomes that allow a verdict. */
    @WithDefault("50")
    @Min(1)
    int minPairs();

    /** Rolling RMSE over baseline RMSE from which a version counts as degraded. */
    @WithDefault("1.1")
    @DecimalMin(value = "1", inclusive = false)
    double maxRmseRatio();

    /** How long a rating waits for predictions that were made before it and are still under way. */
    @WithDefault("60s")
    Duration latePredictionGrace();

    /** How often ratings are matched and the error is computed. */
    @WithDefault("2s")
    Duration refreshEvery();
}

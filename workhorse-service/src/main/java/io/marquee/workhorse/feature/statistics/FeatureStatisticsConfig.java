package io.marquee.workhorse.feature.statistics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How feature views are described. */
@ConfigMapping(prefix = "marquee.feature-statistics")
public interface FeatureStatisticsConfig {

    /** Entities whose online rows are looked at. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int onlineEntities();

    /** How many of the most frequent values are told. */
    @WithDefault("10")
    @Min(1)
    @Max(1000)
    int topValues();

    /** Into how many bins of equal width a histogram is divided. */
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int histogramBins();
}

package io.marquee.workhorse.ingestion.quality.statistics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the columns of the catalogue are described. */
@ConfigMapping(prefix = "marquee.statistics")
public interface StatisticsConfig {

    /** Up to so many rows distributions are exact; of a larger table a random sample of about this size is looked at. */
    @WithDefault("100000")
    @Min(100)
    @Max(5_000_000)
    int sampleRows();

    /** The longest that one statement may take. */
    @WithDefault("60s")
    Duration timeout();

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

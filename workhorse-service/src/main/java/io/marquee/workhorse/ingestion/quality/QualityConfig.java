package io.marquee.workhorse.ingestion.quality;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/** When the quality of a load is good enough. */
@ConfigMapping(prefix = "marquee.quality")
public interface QualityConfig {

    /** The share of accepted rows below which the data-quality check of an ingestion fails. */
    @WithDefault("0.95")
    @DecimalMin("0")
    @DecimalMax("1")
    double acceptedShareThreshold();
}

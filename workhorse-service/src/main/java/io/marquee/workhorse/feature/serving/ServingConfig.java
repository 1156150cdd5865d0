package io.marquee.workhorse.feature.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How online features are read and answered. */
@ConfigMapping(prefix = "marquee.feast")
public interface ServingConfig {

    /** What clients are told of rows that are missing or too old: {@code strict} or {@code feast}. */
    @WithDefault("strict")
    Compatibility compatibility();

    /** The most entities that one request may name. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxEntities();

    /** The most values that one answer may have: entities times features. */
    @WithDefault("250000")
    @Min(1)
    @Max(10_000_000)
    int maxValues();

    /** The most bytes that the body of one request may have. */
    @WithDefault("16777216")
    @Min(1024)
    @Max(536_870_912)
    int maxBody();

    /** How long a request waits for Redis before it is refused. */
    @WithDefault("2s")
    Duration patience();
}

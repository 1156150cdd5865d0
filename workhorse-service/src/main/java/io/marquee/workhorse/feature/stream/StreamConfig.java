package io.marquee.workhorse.feature.stream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** How features of what users do are kept up to date. */
@ConfigMapping(prefix = "marquee.stream")
public interface StreamConfig {

    /** How long an interaction is kept at least, and a redelivery of its event is recognised. */
    @WithDefault("90d")
    Duration retention();

    /** The topic by which the instances tell each other whose features have changed. */
    @WithDefault("movie-feature-updates")
    @NotBlank
    String topic();

    /** The consumer group that shares its partitions. */
    @WithDefault("workhorse-features")
    @NotBlank
    String group();

    /** Partitions that the topic is given where it does not exist; at most as many consumers share the work. */
    @WithDefault("12")
    @Min(1)
    @Max(1_000)
    int partitions();

    /** Copies of the topic, where it does not exist; -1 is the broker's own setting. */
    @WithDefault("-1")
    @Min(-1)
    @Max(100)
    short replication();

    /** Consumers of this instance. */
    @WithDefault("1")
    @Min(1)
    @Max(64)
    int consumers();

    /** About the most updates that are handled together; their rows are written once for each entity. */
    @WithDefault("20000")
    @Min(1)
    @Max(100_000)
    int batch();

    /** Memory for entities' aggregates, by estimate, for all consumers together. */
    @WithDefault("48M")
    MemorySize cache();

    /** While more interactions and updates than this are waiting, rows of other views are refreshed slowly. */
    @WithDefault("5000")
    @Min(1)
    long yieldAbove();
}

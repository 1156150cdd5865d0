package io.marquee.workhorse.ingestion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How files and events are taken in. */
@ConfigMapping(prefix = "marquee.ingestion")
public interface IngestionConfig {

    /** When set, only folders below this one can be ingested. */
    Optional<Path> allowedFolder();

    /** The longest a load may take before it is rolled back. */
    @WithDefault("2h")
    Duration timeout();

    /** Name of this instance, the same after a restart; it tells whose runs a crash has left behind. */
    String worker();

    /** A run of another instance that has not been heard of for this long counts as crashed. */
    @WithDefault("1m")
    Duration silence();

    /** The consumer group that takes interactions from Kafka. */
    @WithDefault("workhorse-ingestion")
    @NotBlank
    String interactionGroup();

    /** Consumers of this instance; the partitions of the topic are shared among those of all instances. */
    @WithDefault("1")
    @Min(1)
    @Max(64)
    int interactionConsumers();

    /** Interactions that are stored in one transaction. */
    @WithDefault("10000")
    @Min(1)
    @Max(20_000)
    int interactionBatch();
}

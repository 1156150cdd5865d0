package io.marquee.workhorse.ingestion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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

    /** How long an interaction is kept, and a redelivery of its event is recognised. */
    @WithDefault("90d")
    Duration interactionRetention();
}

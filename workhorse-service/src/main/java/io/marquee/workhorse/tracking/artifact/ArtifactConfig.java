package io.marquee.workhorse.tracking.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the artefact proxy. */
@ConfigMapping(prefix = "marquee.artifacts")
public interface ArtifactConfig {

    /** Largest file that is taken; the HTTP server's own limit applies too. */
    @WithDefault("512M")
    MemorySize maxFileSize();
}

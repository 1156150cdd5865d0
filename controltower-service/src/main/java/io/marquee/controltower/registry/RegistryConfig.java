package io.marquee.controltower.registry;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Where champions come from. */
@ConfigMapping(prefix = "marquee.registry")
public interface RegistryConfig {

    /** Base of the MLflow tracking server. */
    URI trackingUri();

    /** Folder for fetched model folders. */
    Path cache();

    /** Alias that marks the version to serve. */
    @WithDefault("champion")
    String alias();

    /** Registered model that predicts a user's rating of a movie. */
    @WithDefault("personal-rating")
    String personalModel();

    /** Registered model that predicts a movie's rating from what is known about the movie. */
    @WithDefault("movie-rating")
    String movieModel();

    /** Longest time between two looks at the registry; its events normally come first. */
    @WithDefault("30s")
    Duration poll();

    /** Patience with a single request to the registry, download included. */
    @WithDefault("20s")
    Duration timeout();

    /** Largest model folder that is fetched. */
    @WithDefault("512M")
    MemorySize maxModelSize();
}

package io.marquee.platform.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much a request may send, and how long it may take for it. */
@ConfigMapping(prefix = "marquee.http")
public interface BodyConfig {

    /**
     * Largest body of a request, other than to the paths that have a limit of their own: files, MLflow's and Feast's
     * calls.
     */
    @WithDefault("4M")
    MemorySize maxBody();

    /**
     * Longest time that a body may take to arrive, other than a file's; who falls silent is ended sooner, by
     * `quarkus.http.read-timeout`.
     */
    @WithDefault("5m")
    Duration maxBodyTime();

    /**
     * How long the rest of a body is read and dropped when the request is answered already, so that the answer reaches a
     * client that is still sending. The connection is closed then.
     */
    @WithDefault("10s")
    Duration maxDrainTime();
}

package io.marquee.controltower.registry;

import java.time.Instant;

/**
 * A model version that is being served.
 *
 * @param model the opened model, immutable and safe for many threads
 * @param loadedAt when this process took it up
 */
public record Champion<M>(RegisteredVersion version, M model, Instant loadedAt) {

    /** Registered name. */
    public String name() {
        return version.id().name();
    }

    /** Version number as text, which is how the registry and events write it. */
    public String versionText() {
        return Integer.toString(version.id().version());
    }
}

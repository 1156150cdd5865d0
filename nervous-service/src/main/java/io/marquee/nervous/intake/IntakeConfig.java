package io.marquee.nervous.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long stored events are kept, and how patiently they are stored. */
@ConfigMapping(prefix = "marquee.intake")
public interface IntakeConfig {

    /**
     * Age at which an event is deleted. Must be longer than the broker keeps it: a redelivered event is recognised by the
     * stored one.
     */
    @WithDefault("30d")
    Duration keepFor();

    /** Most prediction events, and most interactions, that are kept; the oldest go first. */
    @WithDefault("1000000")
    @Min(1000)
    long keepAtMost();

    /** How often old events are looked for. */
    @WithDefault("1h")
    Duration cleanEvery();

    /** Pause after the first failure to store a batch; doubled after each further one. */
    @WithDefault("200ms")
    Duration firstPause();

    /** The most that the pause grows to. */
    @WithDefault("5s")
    Duration longestPause();
}

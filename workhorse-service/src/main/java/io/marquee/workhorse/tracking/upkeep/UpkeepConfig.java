package io.marquee.workhorse.tracking.upkeep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;

/** Backups of experiments and what their clean-up takes. */
@ConfigMapping(prefix = "marquee.upkeep")
public interface UpkeepConfig {

    /** Folder for rows on their way; it needs room for the largest table of a backup, or all of them when it is restored. */
    Path workFolder();

    /** Name of this instance, the same after a restart; it tells whose jobs a crash has left behind. */
    String worker();

    /** A job of another instance that has not been heard of for this long counts as crashed. */
    @WithDefault("1m")
    Duration silence();

    /** How many of the newest backups of everything stay when the clean-up runs; those of one experiment always do. */
    @WithDefault("30")
    @Min(1)
    int keepBackups();

    /**
     * For how long nothing of a write may have arrived until it counts as killed and the clean-up removes it. It must be longer
     * than any sender pauses.
     */
    @WithDefault("24h")
    Duration unfinishedAge();
}

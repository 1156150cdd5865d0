package io.marquee.workhorse.snapshot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;

/** How snapshots are taken, restored and removed. */
@ConfigMapping(prefix = "marquee.snapshot")
public interface SnapshotConfig {

    /** Folder for objects on their way; it needs room for one snapshot, compressed. */
    Path workFolder();

    /** Name of this instance, the same after a restart; it tells whose jobs a crash has left behind. */
    String worker();

    /** A job of another instance that has not been heard of for this long counts as crashed. */
    @WithDefault("1m")
    Duration silence();

    /** Whether each feature build takes a snapshot of the data it reads, unless there is one. */
    @WithDefault("true")
    boolean automatic();

    /** Whether those snapshots stay for good. Needed when runs are tracked by another server, whose references nobody sees here. */
    @WithDefault("false")
    boolean keepAutomatic();

    /** How long a restore waits for a load that is going on, or for readers that do not make way. */
    @WithDefault("10m")
    Duration patience();

    /** The longest a restore may take before it is rolled back. */
    @WithDefault("2h")
    Duration timeout();

    /** The longest a create may take; objects without a snapshot stay for as long, since one may be about to name them. */
    @WithDefault("6h")
    Duration grace();

    /** How many of the newest snapshots that need not be kept stay. */
    @WithDefault("20")
    @Min(1)
    int keepNewest();

    /** The age at which a snapshot that need not be kept goes. */
    @WithDefault("90d")
    Duration maxAge();
}

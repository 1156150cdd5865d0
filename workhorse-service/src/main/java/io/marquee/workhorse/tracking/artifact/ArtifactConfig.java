package io.marquee.workhorse.tracking.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of the artefact proxy. */
@ConfigMapping(prefix = "marquee.artifacts")
public interface ArtifactConfig {

    /** Largest file that is taken in one piece, and largest part of one that comes in parts. */
    @WithDefault("512M")
    MemorySize maxFileSize();

    /** Largest file that is taken in parts. */
    @WithDefault("16G")
    MemorySize maxMultipartSize();

    /** Most parts of a file. */
    @WithDefault("10000")
    @Min(1)
    int maxParts();

    /** Files or parts that are taken at the same time; each of them may need a buffer of 8 MB. Further ones wait. */
    @WithDefault("12")
    @Min(1)
    int parallelUploads();

    /**
     * How often is looked whether clients have sent more than `max-multipart-size` straight to the object store, which counts
     * nothing on the way; such an upload is given up.
     */
    @WithDefault("5m")
    Duration watchInterval();

    /**
     * Longest time that one file or part may take to arrive; who falls silent is ended sooner, by
     * `quarkus.http.read-timeout`.
     */
    @WithDefault("1h")
    Duration maxUploadTime();

    /** Age at which an upload in parts that nobody completes is given up. */
    @WithDefault("24h")
    Duration multipartExpiry();

    /** How often is looked for such uploads. */
    @WithDefault("1h")
    Duration expiryInterval();

    /**
     * Whether clients send parts to the object store itself where it offers that. Its address must then be one that clients can
     * reach; otherwise parts go through this service.
     */
    @WithDefault("true")
    boolean presignedParts();
}

package io.marquee.workhorse.feature;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;

/** Where feature views are defined and how they are computed and kept. */
@ConfigMapping(prefix = "marquee.feature")
public interface FeatureConfig {

    /** Folder of the definition files. */
    Path definitions();

    /**
     * Whether changed definition files are applied at start, as far as no change is breaking. The first start applies them
     * in any case.
     */
    @WithDefault("true")
    boolean applyOnStart();

    /** Feast project name, the end of every online row's key. */
    @WithDefault("marquee")
    @NotBlank
    String project();

    /** Folder for what DuckDB cannot keep in memory, and for files on their way. */
    Path workFolder();

    /** Megabytes of offline rows that stay in the work folder between jobs that read them; with 0 none do. */
    @WithDefault("1024")
    @Min(0)
    @Max(10_000_000)
    int rowCacheMegabytes();

    /** The most memory that DuckDB takes, outside the Java heap. */
    @WithDefault("256MB")
    @Pattern(regexp = "\\d{1,6}(MB|GB)")
    String memory();

    /** Threads that DuckDB computes with. */
    @WithDefault("2")
    @Min(1)
    @Max(256)
    int threads();

    /** Rows that are sent to Redis in one go. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int onlineBatch();

    /** Whether features are built and brought online again by themselves when the catalogue has been restored. */
    @WithDefault("true")
    boolean followRestores();

    /** Entities whose online rows are computed together after ratings came in. */
    @WithDefault("200")
    @Min(1)
    @Max(10_000)
    int refreshBatch();
}

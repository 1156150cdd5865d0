package io.marquee.workhorse.ingestion.quality;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where it is written down when the data of a load is good enough. */
@ConfigMapping(prefix = "marquee.quality")
public interface QualityConfig {

    /** Folder of the rules, {@code catalogue.yaml}. */
    Path folder();
}

package io.marquee.workhorse.ingestion.schema;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the standard schema is defined. */
@ConfigMapping(prefix = "marquee.schema")
public interface SchemaConfig {

    /** Folder of {@code catalogue.yaml}. */
    Path folder();
}

package io.marquee.workhorse.ingestion;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The configuration as it is when nobody says anything. */
public final class TestIngestionConfig {

    private TestIngestionConfig() {}

    public static IngestionConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(IngestionConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(Map.of("marquee.ingestion.worker", "test"))
                .build()
                .getConfigMapping(IngestionConfig.class);
    }
}

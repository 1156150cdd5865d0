package io.marquee.controltower;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.controltower.event.SpoolConfig;
import io.marquee.controltower.event.SpoolLimits;
import io.marquee.controltower.event.SpoolLimits.Fsync;
import io.marquee.controltower.feature.FeatureConfig;
import io.marquee.controltower.registry.RegistryConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The defaults that documentation and operators rely on. */
class ServingConfigTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .withMapping(SpoolConfig.class)
            .withMapping(FeatureConfig.class)
            .withMapping(RegistryConfig.class)
            .withConverter(MemorySize.class, 200, new MemorySizeConverter())
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "marquee.spool.folder", "/spool",
                            "marquee.registry.tracking-uri", "http://registry:5002",
                            "marquee.registry.cache", "/models"),
                    "required",
                    100))
            .build();

    @Test
    void shouldKeepUpTo256MegabytesOfWaitingEvents() {
        // When
        SpoolConfig spool = config.getConfigMapping(SpoolConfig.class);

        // Then
        assertThat(spool.folder()).isEqualTo(Path.of("/spool"));
        assertThat(spool.limits()).isEqualTo(new SpoolLimits(8 << 20, 256L << 20, 64L << 20, 900 << 10, Fsync.NEVER));
        assertThat(spool.batchEvents()).isEqualTo(500);
        assertThat(spool.batchSize().asLongValue()).isEqualTo(2L << 20);
    }

    @Test
    void shouldWaitAtMost200MillisecondsForFeatures() {
        // When
        FeatureConfig features = config.getConfigMapping(FeatureConfig.class);

        // Then
        assertThat(features.project()).isEqualTo("marquee");
        assertThat(features.timeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(features.recovery()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldServeTheChampionsOfBothModels() {
        // When
        RegistryConfig registry = config.getConfigMapping(RegistryConfig.class);

        // Then
        assertThat(registry.trackingUri()).isEqualTo(URI.create("http://registry:5002"));
        assertThat(registry.cache()).isEqualTo(Path.of("/models"));
        assertThat(registry.alias()).isEqualTo("champion");
        assertThat(registry.personalModel()).isEqualTo("personal-rating");
        assertThat(registry.movieModel()).isEqualTo("movie-rating");
        assertThat(registry.poll()).isEqualTo(Duration.ofSeconds(30));
        assertThat(registry.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(registry.maxModelSize().asLongValue()).isEqualTo(512L << 20);
    }
}

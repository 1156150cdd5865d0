package io.marquee.workhorse.tracking.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class ArtifactConfigTest {

    @Test
    void shouldTakeFilesOfHalfAGigabyteWhenNothingIsSet() {
        // When
        ArtifactConfig config = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter(), new DurationConverter()})
                .withMapping(ArtifactConfig.class)
                .build()
                .getConfigMapping(ArtifactConfig.class);

        // Then
        assertThat(config.maxFileSize().asLongValue()).isEqualTo(536_870_912L);
    }
}

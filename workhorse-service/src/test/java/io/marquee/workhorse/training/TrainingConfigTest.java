package io.marquee.workhorse.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

    @Test
    void shouldKeepItsDefaults() {
        // Given
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .addDefaultSources()
                .withDefaultValues(Map.of(
                        "marquee.training.home", ".",
                        "marquee.training.tracking-uri", "http://localhost:5002",
                        "marquee.training.code-version", "1.0"))
                .build();

        // When
        TrainingConfig training = config.getConfigMapping(TrainingConfig.class);

        // Then
        assertThat(training.home()).isEqualTo(Path.of("."));
        assertThat(training.trackingUri()).isEqualTo(URI.create("http://localhost:5002"));
        assertThat(training.threads()).isEqualTo(2);
        assertThat(training.treeThreads()).isEqualTo(1);
        assertThat(training.minimumTrainRows()).isEqualTo(200);
        assertThat(training.promotion().tolerance()).isEqualTo(0.005);
        assertThat(training.promotion().overallTolerance()).isEqualTo(0.02);
        assertThat(training.promotion().minimumTestRows()).isEqualTo(100);
        assertThat(training.promotion().minimumNewestRows()).isEqualTo(200);
    }
}

package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotConfigTest {

    @Test
    void shouldKeepTheNewestAutomaticSnapshotsAndWaitForLoads() {
        // When
        SnapshotConfig config = new SmallRyeConfigBuilder()
                .withMapping(SnapshotConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(Map.of("marquee.snapshot.work-folder", "work", "marquee.snapshot.worker", "w"))
                .build()
                .getConfigMapping(SnapshotConfig.class);

        // Then
        assertThat(config.automatic()).isTrue();
        assertThat(config.keepAutomatic()).isFalse();
        assertThat(config.keepNewest()).isEqualTo(20);
        assertThat(config.maxAge()).isEqualTo(Duration.ofDays(90));
        assertThat(config.grace()).isEqualTo(Duration.ofHours(6));
        assertThat(config.patience()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(config.silence()).isEqualTo(Duration.ofMinutes(1));
    }
}

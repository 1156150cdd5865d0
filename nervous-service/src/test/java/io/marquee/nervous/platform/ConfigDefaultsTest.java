package io.marquee.nervous.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.nervous.alert.AlertConfig;
import io.marquee.nervous.baseline.ChampionConfig;
import io.marquee.nervous.drift.DriftConfig;
import io.marquee.nervous.intake.IntakeConfig;
import io.marquee.nervous.performance.PerformanceConfig;
import io.marquee.nervous.retraining.RetrainingConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pins every default: who changes one changes what operators have come to rely on. */
class ConfigDefaultsTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(IntakeConfig.class)
            .withMapping(ChampionConfig.class)
            .withMapping(DriftConfig.class)
            .withMapping(PerformanceConfig.class)
            .withMapping(RetrainingConfig.class)
            .withMapping(AlertConfig.class)
            .build();

    @Test
    void shouldKeepTheIntakeDefaults() {
        IntakeConfig intake = config.getConfigMapping(IntakeConfig.class);

        assertThat(intake.keepFor()).isEqualTo(Duration.ofDays(30));
        assertThat(intake.keepAtMost()).isEqualTo(1_000_000);
        assertThat(intake.cleanEvery()).isEqualTo(Duration.ofHours(1));
        assertThat(intake.firstPause()).isEqualTo(Duration.ofMillis(200));
        assertThat(intake.longestPause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldKeepTheChampionDefaults() {
        ChampionConfig champion = config.getConfigMapping(ChampionConfig.class);

        assertThat(champion.alias()).isEqualTo("champion");
        assertThat(champion.refreshEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(champion.retryEvery()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldKeepTheDriftDefaults() {
        DriftConfig drift = config.getConfigMapping(DriftConfig.class);

        assertThat(drift.windowRows()).isEqualTo(2000);
        assertThat(drift.requestRows()).isEqualTo(100);
        assertThat(drift.minRows()).isEqualTo(200);
        assertThat(drift.minRequests()).isEqualTo(10);
        assertThat(drift.warning()).isEqualTo(0.1);
        assertThat(drift.drifted()).isEqualTo(0.2);
        assertThat(drift.refreshEvery()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldKeepThePerformanceDefaults() {
        PerformanceConfig performance = config.getConfigMapping(PerformanceConfig.class);

        assertThat(performance.windowPairs()).isEqualTo(1000);
        assertThat(performance.minPairs()).isEqualTo(50);
        assertThat(performance.maxRmseRatio()).isEqualTo(1.1);
        assertThat(performance.latePredictionGrace()).isEqualTo(Duration.ofSeconds(60));
        assertThat(performance.refreshEvery()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldKeepTheRetrainingDefaults() {
        RetrainingConfig retraining = config.getConfigMapping(RetrainingConfig.class);

        assertThat(retraining.enabled()).isTrue();
        assertThat(retraining.dagId()).isEqualTo("movie_training_pipeline");
        assertThat(retraining.cooldown()).isEqualTo(Duration.ofMinutes(30));
        assertThat(retraining.minNewRatings()).isEqualTo(50);
        assertThat(retraining.evaluateEvery()).isEqualTo(Duration.ofSeconds(2));
        assertThat(retraining.runTimeout()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void shouldKeepTheAlertDefaults() {
        AlertConfig alert = config.getConfigMapping(AlertConfig.class);

        assertThat(alert.retrainAction()).isEqualTo("retrain");
        assertThat(alert.retrainAlertNames()).isEmpty();
        assertThat(alert.reviewEvery()).isEqualTo(Duration.ofSeconds(2));
    }
}

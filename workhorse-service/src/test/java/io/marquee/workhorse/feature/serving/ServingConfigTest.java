package io.marquee.workhorse.feature.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingConfigTest {

    @Test
    void shouldAnswerStrictlyAndWithinBoundsWhenNobodySaysOtherwise() {
        ServingConfig config = TestServing.config(Map.of());

        assertThat(config.compatibility()).isEqualTo(Compatibility.STRICT);
        assertThat(config.maxEntities()).isEqualTo(10_000);
        assertThat(config.maxValues()).isEqualTo(250_000);
        assertThat(config.maxBody()).isEqualTo(16_777_216);
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldTakeEverySetting() {
        ServingConfig config = TestServing.config(Map.of(
                "compatibility",
                "feast",
                "max-entities",
                "1",
                "max-values",
                "2",
                "max-body",
                "1024",
                "patience",
                "3s"));

        assertThat(config.compatibility()).isEqualTo(Compatibility.FEAST);
        assertThat(config.maxEntities()).isEqualTo(1);
        assertThat(config.maxValues()).isEqualTo(2);
        assertThat(config.maxBody()).isEqualTo(1024);
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(3));
    }
}

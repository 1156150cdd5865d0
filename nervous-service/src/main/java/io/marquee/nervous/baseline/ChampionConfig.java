package io.marquee.nervous.baseline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** Which versions are watched. The registry's address is that of the REST client {@code mlflow}. */
@ConfigMapping(prefix = "marquee.champion")
public interface ChampionConfig {

    /** The registry alias of the version that serves. */
    @WithDefault("champion")
    @NotBlank
    String alias();

    /** How often the registry is asked although no event said that it changed; an MLflow of others sends no events. */
    @WithDefault("30s")
    Duration refreshEvery();

    /** How soon the registry is asked after an event, and again after it did not answer. */
    @WithDefault("1s")
    Duration retryEvery();
}

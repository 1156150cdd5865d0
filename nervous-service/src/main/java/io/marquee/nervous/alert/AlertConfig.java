package io.marquee.nervous.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which alerts ask for a retraining, and how often own conditions are looked at. */
@ConfigMapping(prefix = "marquee.alert")
public interface AlertConfig {

    /** A firing alert with the label {@code action} of this value asks for a retraining. */
    @WithDefault("retrain")
    @NotBlank
    String retrainAction();

    /** Names of further alerts that ask for a retraining, whatever their labels. */
    Optional<Set<String>> retrainAlertNames();

    /** How often own conditions are looked at. */
    @WithDefault("2s")
    Duration reviewEvery();
}

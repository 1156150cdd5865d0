package io.marquee.nervous.retraining;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** When models are trained anew, and by which DAG. The orchestrator's address is that of the REST client {@code orchestrator}. */
@ConfigMapping(prefix = "marquee.retraining")
public interface RetrainingConfig {

    /** Whether drift, a grown error or an alert may set off a retraining; a person always may. */
    @WithDefault("true")
    boolean enabled();

    /** The DAG that trains. */
    @WithDefault("movie_training_pipeline")
    @NotBlank
    String dagId();

    /** Least time between the end of a retraining, well or not, and the start of the next. */
    @WithDefault("30m")
    Duration cooldown();

    /**
     * Fewest ratings newer than the data of the last training that make drift or an alert worth a retraining. Without new
     * ratings the run would train the same model once more.
     */
    @WithDefault("50")
    @Min(0)
    long minNewRatings();

    /** How often the policy is asked and a run under way is looked at. */
    @WithDefault("2s")
    Duration evaluateEvery();

    /** Age at which a run that has not ended counts as failed, so that it does not hold up the next one for ever. */
    @WithDefault("6h")
    Duration runTimeout();
}

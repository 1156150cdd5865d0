package io.marquee.workhorse.feature.skew;

import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.event.ModelPrediction;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a prediction rests on, as far as features are concerned. */
public enum AnswerKind {
    /** The model knew what was asked for. */
    MODEL,
    /** The user or the movie was new to the model, so a fallback answered. */
    COLD_START,
    /** The online store did not answer, so there are no features to compare. */
    DEGRADED;

    private static final Set<String> MODEL_METHODS = Set.of("factor_model", "movie_rating");

    /** The kind of that prediction of an event; of a producer that does not name its method, the model's own. */
    static AnswerKind of(ModelPrediction event, int index) {
        if (Boolean.TRUE.equals(event.modelMetadata().get("degraded"))) {
            return DEGRADED;
        }
        if (event.modelMetadata().get("methods") instanceof List<?> methods && index < methods.size()) {
            return MODEL_METHODS.contains(String.valueOf(methods.get(index))) ? MODEL : COLD_START;
        }
        return MODEL;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.marquee.nervous.performance;

import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.id.ModelVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rolling error of a model version.
 *
 * @param pairs predictions in the window whose rating has arrived
 * @param rmse root mean squared error in stars; null without pairs
 * @param mae mean absolute error in stars; null without pairs
 * @param baselineRmse the version's RMSE on its own test rows
 * @param ratio {@code rmse / baselineRmse}: 1.1 is ten per cent worse than when it was trained; null without pairs
 */
public record ErrorReport(
        ModelVersion model,
        int pairs,
        @Nullable Double rmse,
        @Nullable Double mae,
        double baselineRmse,
        @Nullable Double ratio,
        Verdict verdict) {

    /** How the error stands to the baseline. */
    public enum Verdict {
        /** Too few pairs to say anything. */
        COLLECTING,
        STABLE,
        DEGRADED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

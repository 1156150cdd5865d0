package io.marquee.workhorse.feature.skew;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far what serving used differs from what the offline store says of the same moments.
 *
 * @param from predictions from then on
 * @param until up to then; the offline rows say nothing of later moments
 * @param events prediction events that were looked at
 * @param waiting predictions that are kept, but later than the offline rows
 * @param complete whether all events of that time were looked at, or only the newest
 * @param answers predictions by what they rest on; those of {@code degraded} ones used no features
 * @param compared values that were compared
 * @param skewed those of them that are not equal
 * @param tolerance how far numbers may be apart and count as equal, times the greater of 1 and the offline value
 * @param settleSeconds how long an event may take until it is online
 * @param features worst first, then by name
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SkewReport(
        Instant madeAt,
        Instant from,
        Instant until,
        long events,
        long waiting,
        boolean complete,
        Map<AnswerKind, Long> answers,
        long compared,
        long skewed,
        double tolerance,
        double settleSeconds,
        List<FeatureSkew> features) {

    /** The order of {@link #features}. */
    static final Comparator<FeatureSkew> WORST_FIRST = Comparator.comparingDouble(FeatureSkew::ratio)
            .reversed()
            .thenComparing(FeatureSkew::view)
            .thenComparing(FeatureSkew::feature);

    /**
     * One feature.
     *
     * @param outcomes values by outcome; those that are not there are 0
     * @param coldStart the values of them that belong to cold starts
     * @param otherVersion values that were not compared, because the model was trained with another version of the view
     * @param ratio share of the compared values that are not equal; 0 when none was compared
     * @param maxDifference the greatest distance of two numbers; null when no pair of numbers was compared
     * @param meanDifference over all compared pairs of numbers
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FeatureSkew(
            String view,
            String feature,
            long compared,
            double ratio,
            Map<SkewOutcome, Long> outcomes,
            Map<SkewOutcome, Long> coldStart,
            long otherVersion,
            @Nullable Double maxDifference,
            @Nullable Double meanDifference,
            List<Example> examples) {

        /** Values that are not equal. */
        public long skewed() {
            return outcomes.entrySet().stream()
                    .filter(outcome -> outcome.getKey().isSkew())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    /**
     * A value that is not equal.
     *
     * @param eventId of the prediction; {@value PresentComparison#READ} for a row that was read there instead
     * @param entity for example {@code user_id 7}
     * @param rowTime of the row that serving used; null when it used none
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Example(
            SkewOutcome outcome,
            String eventId,
            Instant predictedAt,
            String entity,
            @Nullable Instant rowTime,
            @Nullable Object served,
            @Nullable Object offline) {}
}

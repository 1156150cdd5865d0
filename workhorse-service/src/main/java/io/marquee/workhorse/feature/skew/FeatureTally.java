package io.marquee.workhorse.feature.skew;

import io.marquee.contract.feature.FeatureReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of one feature. Not thread-safe. */
final class FeatureTally {

    private final FeatureReference feature;
    private final int maxExamples;
    private final Map<SkewOutcome, Long> outcomes = new EnumMap<>(SkewOutcome.class);
    private final Map<SkewOutcome, Long> coldStart = new EnumMap<>(SkewOutcome.class);
    private final List<SkewReport.Example> examples = new ArrayList<>();
    private long otherVersion;
    private long pairs;
    private double sum;
    private double max;

    FeatureTally(FeatureReference feature, int maxExamples) {
        this.feature = feature;
        this.maxExamples = maxExamples;
    }

    /** A value with the offline value at the prediction's time. */
    void add(SkewOutcome outcome, ServedRow row, @Nullable Object served, @Nullable Object offline) {
        outcomes.merge(outcome, 1L, Long::sum);
        if (row.kind() == AnswerKind.COLD_START) {
            coldStart.merge(outcome, 1L, Long::sum);
        }
        if (!outcome.isCompared()) {
            return;
        }
        // What counts as equal may be equal to the value of a moment before.
        Double distance = outcome == SkewOutcome.EQUAL && served instanceof Number
                ? Double.valueOf(0)
                : Tolerance.distance(served, offline);
        if (distance != null && Double.isFinite(distance)) {
            pairs++;
            sum += distance;
            max = Math.max(max, distance);
        }
        if (outcome.isSkew() && examples.size() < maxExamples) {
            examples.add(new SkewReport.Example(
                    outcome, row.eventId(), row.predictedAt(), row.entityText(), row.rowTime(), served, offline));
        }
    }

    /** A value that cannot be compared, because the model knows another version of the view. */
    void addOtherVersion() {
        otherVersion++;
    }

    SkewReport.FeatureSkew result() {
        long compared = compared();
        long skewed = compared - outcomes.getOrDefault(SkewOutcome.EQUAL, 0L);
        return new SkewReport.FeatureSkew(
                feature.view(),
                feature.feature(),
                compared,
                compared == 0 ? 0 : (double) skewed / compared,
                outcomes,
                coldStart,
                otherVersion,
                pairs == 0 ? null : max,
                pairs == 0 ? null : sum / pairs,
                List.copyOf(examples));
    }

    private long compared() {
        return outcomes.entrySet().stream()
                .filter(outcome -> outcome.getKey().isCompared())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

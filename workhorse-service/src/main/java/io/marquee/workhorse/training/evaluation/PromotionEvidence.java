package io.marquee.workhorse.training.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * How challenger and champion did on the same rows.
 *
 * @param overall on all test rows of today's data
 * @param newest on the test rows that came after the champion's training data, or on all where these are too few
 */
public record PromotionEvidence(Scores overall, Scores newest) {

    /**
     * Accuracies on the same rows.
     *
     * @param champion null when there is no champion
     */
    public record Scores(
            Accuracy challenger,
            Accuracy baseline,
            @Nullable Accuracy champion) {}
}

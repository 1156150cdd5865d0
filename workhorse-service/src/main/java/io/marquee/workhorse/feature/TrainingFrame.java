package io.marquee.workhorse.feature;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ratings with features, column by column; all columns have the same length.
 *
 * @param userIds who rated
 * @param movieIds what
 * @param ratings stars, 0.5 to 5
 * @param timestamps when, seconds since the epoch
 * @param features full feature name ({@code view__feature}) to column, in the order they were asked for
 */
public record TrainingFrame(
        long[] userIds, long[] movieIds, float[] ratings, long[] timestamps, Map<String, Column> features) {

    /** Values of one feature. */
    public sealed interface Column {

        /** Numbers; NaN where missing. Booleans are 0 and 1. */
        record Numeric(double[] values) implements Column {}

        /** Text; null where missing. */
        record Text(@Nullable String[] values) implements Column {}

        /** Lists of text; null where missing. */
        record TextList(List<@Nullable List<String>> values) implements Column {}
    }

    /** Number of rows. */
    public int rows() {
        return ratings.length;
    }
}

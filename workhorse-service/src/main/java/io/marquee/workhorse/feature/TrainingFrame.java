package io.marquee.workhorse.feature;

import io.marquee.workhorse.snapshot.DataSnapshot;
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
 * @param snapshot of the data that all this was computed from; null when none was taken
 * @param features full feature name ({@code view__feature}) to column, in the order they were asked for
 */
public record TrainingFrame(
        long[] userIds,
        long[] movieIds,
        float[] ratings,
        long[] timestamps,
        Map<String, Column> features,
        @Nullable DataSnapshot snapshot) {

    /** A frame of data that no snapshot was taken of. */
    public TrainingFrame(
            long[] userIds, long[] movieIds, float[] ratings, long[] timestamps, Map<String, Column> features) {
        this(userIds, movieIds, ratings, timestamps, features, null);
    }

    /** The same rows, with the snapshot they were computed from. */
    public TrainingFrame of(@Nullable DataSnapshot dataSnapshot) {
        return new TrainingFrame(userIds, movieIds, ratings, timestamps, features, dataSnapshot);
    }

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

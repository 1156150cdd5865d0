package io.marquee.workhorse.training.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Each user's last ratings are held out. Of a user with {@code n} ratings the last {@code floor(n · share)} by time are test
 * rows, ratings at the same second in order of movie id; so a user with few ratings may have no test row and always has a
 * training row.
 *
 * <p>As {@code n − floor(n · share)} never falls while {@code n} grows, a row that is a test row after new ratings arrived
 * was never a training row before: an older model can be judged by today's test rows without having seen them.
 *
 * @param train row numbers to learn from, ascending
 * @param test row numbers to judge by, ascending
 */
public record TemporalSplit(int[] train, int[] test) {

    /** Products such as 0.29 · 100 come out a hair below the whole number that is meant. */
    private static final double ROUNDING = 1e-9;

    /**
     * Splits all rows.
     *
     * @param userIds user of each row
     * @param movieIds movie of each row
     * @param timestamps seconds since the epoch of each row
     * @param share of each user's rows to hold out, 0 to below 1
     */
    public static TemporalSplit of(long[] userIds, long[] movieIds, long[] timestamps, double share) {
        return of(IntStream.range(0, userIds.length).toArray(), userIds, movieIds, timestamps, share);
    }

    /** Splits some rows, given by number. */
    public static TemporalSplit of(int[] rows, long[] userIds, long[] movieIds, long[] timestamps, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share of held-out rows must be from 0 to below 1, got: " + share);
        }
        int[] ordered = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(row -> userIds[row])
                        .thenComparingLong(row -> timestamps[row])
                        .thenComparingLong(row -> movieIds[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] train = new int[rows.length];
        int[] test = new int[rows.length];
        int trainRows = 0;
        int testRows = 0;
        int start = 0;
        while (start < ordered.length) {
            int end = start;
            while (end < ordered.length && userIds[ordered[end]] == userIds[ordered[start]]) {
                end++;
            }
            int firstTest = end - heldOut(end - start, share);
            for (int i = start; i < end; i++) {
                if (i < firstTest) {
                    train[trainRows++] = ordered[i];
                } else {
                    test[testRows++] = ordered[i];
                }
            }
            start = end;
        }
        return new TemporalSplit(ascending(train, trainRows), ascending(test, testRows));
    }

    /** How many of {@code n} rows are held out. */
    public static int heldOut(int n, double share) {
        return (int) Math.floor(n * share + ROUNDING);
    }

    private static int[] ascending(int[] rows, int count) {
        int[] result = Arrays.copyOf(rows, count);
        Arrays.sort(result);
        return result;
    }
}

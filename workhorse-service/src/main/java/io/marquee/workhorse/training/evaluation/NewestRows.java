package io.marquee.workhorse.training.evaluation;

import java.util.Arrays;

/** Picks the rows that say most about today. */
public final class NewestRows {

    private NewestRows() {}

    /**
     * The test rows after a point in time, or all of them when these are fewer than {@code minimum}.
     *
     * @param testRows rows that no version has learned from
     * @param timestamps seconds since the epoch of every row there is
     * @param after seconds since the epoch
     */
    public static int[] of(int[] testRows, long[] timestamps, long after, int minimum) {
        int[] newest =
                Arrays.stream(testRows).filter(row -> timestamps[row] > after).toArray();
        return newest.length < minimum ? testRows : newest;
    }
}

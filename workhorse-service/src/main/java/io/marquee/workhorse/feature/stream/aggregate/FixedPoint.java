package io.marquee.workhorse.feature.stream.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * Numbers with six decimals as whole numbers. Their sums do not depend on the order of summing, so that they can be kept up
 * to date by adding and are still what SQL makes of the same numbers.
 */
final class FixedPoint {

    private static final double SCALE = 1_000_000;

    /** Whatever is further from zero (11 days, as a length of time) is a mistake and does not take part. */
    private static final double LARGEST = 1e6;

    private FixedPoint() {}

    /** Millionths, halves rounded away from zero; null for what does not take part. */
    static @Nullable Long of(@Nullable Double value) {
        if (value == null || !(Math.abs(value) <= LARGEST)) {
            return null;
        }
        double scaled = Math.abs(value * SCALE);
        double whole = Math.floor(scaled);
        long rounded = (long) whole + (scaled - whole >= 0.5 ? 1 : 0);
        return value < 0 ? -rounded : rounded;
    }

    /** The same in DuckDB. */
    static String sql(String column) {
        return "CASE WHEN abs(" + column + ") <= 1e6 THEN CAST(round(" + column + " * 1000000) AS BIGINT) END";
    }

    static double toDouble(long millionths) {
        return millionths / SCALE;
    }

    /** The same in DuckDB. */
    static String toDoubleSql(String millionths) {
        return "(" + millionths + ")::DOUBLE / 1000000";
    }

    /** The mean in millionths, halves rounded away from zero. */
    static long mean(long sum, long count) {
        long mean = (2 * Math.abs(sum) + count) / (2 * count);
        return sum < 0 ? -mean : mean;
    }

    /** The same in DuckDB; missing where there is nothing to take a mean of. */
    static String meanSql(String sum, String count) {
        return "CASE WHEN " + count + " > 0 THEN sign(" + sum + ") * ((2 * abs(" + sum + ") + " + count + ") // (2 * "
                + count + ")) END";
    }
}

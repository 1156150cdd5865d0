package io.marquee.cli.simulation;

/** Pearson's test of counts against what was expected. */
final class ChiSquare {

    private ChiSquare() {}

    static double statistic(long[] counts, double[] shares) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = total * shares[i];
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return statistic;
    }
}

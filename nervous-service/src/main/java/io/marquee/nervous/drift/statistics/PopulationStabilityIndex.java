package io.marquee.nervous.drift.statistics;

/**
 * The population stability index of two distributions over the same bins, {@code sum((current - reference) *
 * ln(current / reference))}: 0 when they are equal, below 0.1 by convention stable, from 0.2 drifted.
 *
 * <p>The formula is Evidently's ({@code sum((r - c) * ln(r / c))}). What differs, on purpose:
 *
 * <ul>
 *   <li>bins are fixed by the baseline, with open outer bins, where Evidently cuts them anew over both samples: a value is
 *       never outside, and the index of one window does not depend on another;
 *   <li>each share is raised to {@value #FLOOR}, where Evidently replaces zero cells only: a cell of 0.00001 and an empty
 *       one weigh the same;
 *   <li>missing values are a bin, where Evidently drops them: a column that goes missing drifts.
 * </ul>
 */
public final class PopulationStabilityIndex {

    /** The least share of a bin that enters the logarithm. */
    public static final double FLOOR = 1e-4;

    private PopulationStabilityIndex() {}

    /**
     * The index.
     *
     * @param reference share of each bin in the reference, 0 to 1
     * @param current share of each bin now, 0 to 1
     */
    public static double between(double[] reference, double[] current) {
        if (reference.length != current.length || reference.length == 0) {
            throw new IllegalArgumentException(
                    "both distributions must have the same bins, got: " + reference.length + " and " + current.length);
        }
        double sum = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            double before = Math.max(FLOOR, reference[bin]);
            double now = Math.max(FLOOR, current[bin]);
            sum += (now - before) * Math.log(now / before);
        }
        return sum;
    }
}

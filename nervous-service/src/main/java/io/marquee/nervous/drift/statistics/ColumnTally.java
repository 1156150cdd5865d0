package io.marquee.nervous.drift.statistics;

import io.marquee.contract.drift.FeatureBaseline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the values of one column into the baseline's bins. One bin more than the baseline has is for missing values.
 *
 * <p>A column that was constant in the reference has a single bin, in which no change would show; it is counted into three,
 * below, at and above the constant.
 */
final class ColumnTally {

    private final String name;
    private final Binning binning;
    private final double[] reference;
    private final double baselineMissingRate;
    private final long[] counts;
    private long rows;

    ColumnTally(FeatureBaseline baseline) {
        this.name = baseline.name();
        this.baselineMissingRate = baseline.missingRate();
        this.binning = Binning.of(baseline);
        this.reference = withMissing(binning.proportions(), baseline.missingRate());
        this.counts = new long[reference.length];
    }

    /** Counts a value; null, NaN and what is not of the column's type are missing. */
    void add(@Nullable Object value) {
        int bin = value == null ? -1 : binning.binOf(value);
        counts[bin < 0 ? counts.length - 1 : bin]++;
        rows++;
    }

    /** The column's drift so far. */
    FeatureDrift drift(DriftThresholds thresholds, boolean enough) {
        if (rows == 0) {
            return new FeatureDrift(name, 0, 0, 0, baselineMissingRate, Verdict.COLLECTING);
        }
        double[] current = new double[counts.length];
        for (int bin = 0; bin < counts.length; bin++) {
            current[bin] = (double) counts[bin] / rows;
        }
        double psi = PopulationStabilityIndex.between(reference, current);
        Verdict verdict = enough && rows >= thresholds.minRows() ? thresholds.judge(psi) : Verdict.COLLECTING;
        return new FeatureDrift(name, rows, psi, current[current.length - 1], baselineMissingRate, verdict);
    }

    private static double[] withMissing(List<Double> proportions, double missingRate) {
        double[] shares = new double[proportions.size() + 1];
        for (int bin = 0; bin < proportions.size(); bin++) {
            shares[bin] = proportions.get(bin) * (1 - missingRate);
        }
        shares[proportions.size()] = missingRate;
        return shares;
    }

    /** Which bin a value belongs to, and what share of the present reference values each bin had. */
    private sealed interface Binning {

        /** The bin, or -1 for a value that counts as missing. */
        int binOf(Object value);

        List<Double> proportions();

        static Binning of(FeatureBaseline baseline) {
            return switch (baseline) {
                case FeatureBaseline.Categorical categorical -> new Categories(categorical);
                case FeatureBaseline.Numeric numeric when numeric.edges().isEmpty() -> new Constant(numeric.mean());
                case FeatureBaseline.Numeric numeric -> new Ranges(numeric);
            };
        }

        private static double numberOf(Object value) {
            return switch (value) {
                case Number number -> number.doubleValue();
                case Boolean flag -> flag ? 1 : 0;
                default -> Double.NaN;
            };
        }
    }

    private record Categories(FeatureBaseline.Categorical baseline) implements Binning {

        @Override
        public int binOf(Object value) {
            return baseline.binOf(value.toString());
        }

        @Override
        public List<Double> proportions() {
            return baseline.proportions();
        }
    }

    private record Ranges(FeatureBaseline.Numeric baseline) implements Binning {

        @Override
        public int binOf(Object value) {
            double number = Binning.numberOf(value);
            return Double.isNaN(number) ? -1 : baseline.binOf(number);
        }

        @Override
        public List<Double> proportions() {
            return baseline.proportions();
        }
    }

    private record Constant(double constant) implements Binning {

        /** The mean of equal numbers may differ from them by rounding. */
        private static final double ROUNDING = 1e-9;

        @Override
        public int binOf(Object value) {
            double number = Binning.numberOf(value);
            if (Double.isNaN(number)) {
                return -1;
            }
            double tolerance = ROUNDING * Math.max(1, Math.abs(constant));
            if (Math.abs(number - constant) <= tolerance) {
                return 1;
            }
            return number < constant ? 0 : 2;
        }

        @Override
        public List<Double> proportions() {
            return List.of(0.0, 1.0, 0.0);
        }
    }
}

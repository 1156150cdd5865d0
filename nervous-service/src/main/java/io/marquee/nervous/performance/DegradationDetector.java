package io.marquee.nervous.performance;

import io.marquee.contract.id.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the error on the newest outcomes with the error that the version had when it was trained. */
public final class DegradationDetector {

    private final int minPairs;
    private final double maxRatio;

    /**
     * @param minPairs fewest outcomes that allow a verdict
     * @param maxRatio rolling RMSE over baseline RMSE from which the version counts as degraded
     */
    public DegradationDetector(int minPairs, double maxRatio) {
        if (minPairs < 1 || !(maxRatio > 1)) {
            throw new IllegalArgumentException("a verdict needs at least one pair and a ratio above 1, got: " + minPairs
                    + " pairs and ratio " + maxRatio);
        }
        this.minPairs = minPairs;
        this.maxRatio = maxRatio;
    }

    /**
     * The report over the given outcomes.
     *
     * @param baselineRmse the version's RMSE on its test rows; where that is not a positive number there is no ratio and no
     *     verdict
     */
    public ErrorReport detect(ModelVersion model, double baselineRmse, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return new ErrorReport(model, 0, null, null, baselineRmse, null, ErrorReport.Verdict.COLLECTING);
        }
        double squares = 0;
        double absolutes = 0;
        for (Outcome outcome : outcomes) {
            double error = outcome.prediction() - outcome.rating();
            squares += error * error;
            absolutes += Math.abs(error);
        }
        double rmse = Math.sqrt(squares / outcomes.size());
        double mae = absolutes / outcomes.size();
        boolean comparable = baselineRmse > 0 && Double.isFinite(baselineRmse);
        Double ratio = comparable ? Double.valueOf(rmse / baselineRmse) : null;
        return new ErrorReport(model, outcomes.size(), rmse, mae, baselineRmse, ratio, verdict(outcomes.size(), ratio));
    }

    private ErrorReport.Verdict verdict(int pairs, @Nullable Double ratio) {
        if (pairs < minPairs || ratio == null) {
            return ErrorReport.Verdict.COLLECTING;
        }
        return ratio >= maxRatio ? ErrorReport.Verdict.DEGRADED : ErrorReport.Verdict.STABLE;
    }
}

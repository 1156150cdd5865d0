package io.marquee.nervous.drift.statistics;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the newest predictions of a model version with its baseline, column by column, by {@link
 * PopulationStabilityIndex}.
 */
public final class PsiDriftDetector {

    private final int windowRows;
    private final int requestRows;
    private final DriftThresholds thresholds;

    /**
     * @param windowRows most predictions that are looked at, newest first
     * @param requestRows most predictions of one request among them, taken evenly, so that one large request does not
     *     stand for all traffic
     */
    public PsiDriftDetector(int windowRows, int requestRows, DriftThresholds thresholds) {
        if (requestRows < 1 || windowRows < thresholds.minRows()) {
            throw new IllegalArgumentException("a window of " + windowRows + " rows, " + requestRows
                    + " of a request, never holds the " + thresholds.minRows() + " rows that a verdict needs");
        }
        if (windowRows / requestRows < thresholds.minRequests()) {
            throw new IllegalArgumentException("a window of " + windowRows + " rows can be full after "
                    + windowRows / requestRows + " requests of " + requestRows + " rows; a verdict would need "
                    + thresholds.minRequests());
        }
        this.windowRows = windowRows;
        this.requestRows = requestRows;
        this.thresholds = thresholds;
    }

    /**
     * The report over the window.
     *
     * @param newestFirst the version's requests; those beyond the window are not looked at
     */
    public DriftReport detect(ModelVersion model, DriftBaseline baseline, Iterable<Observation> newestFirst) {
        Map<String, ColumnTally> columns = new LinkedHashMap<>();
        baseline.features().forEach(feature -> columns.put(feature.name(), new ColumnTally(feature)));
        ColumnTally predictions = new ColumnTally(baseline.prediction());
        int rows = 0;
        int requests = 0;
        for (Observation observation : newestFirst) {
            if (rows == windowRows) {
                break;
            }
            int taken = Math.min(Math.min(observation.rows(), requestRows), windowRows - rows);
            if (taken == 0) {
                continue;
            }
            count(observation, taken, columns, predictions);
            rows += taken;
            requests++;
        }
        return report(model, rows, requests, columns, predictions);
    }

    private static void count(
            Observation observation, int taken, Map<String, ColumnTally> columns, ColumnTally predictions) {
        columns.forEach((name, tally) -> {
            List<@Nullable Object> values = observation.columns().get(name);
            if (values != null) {
                addEvenly(values, taken, tally);
            }
        });
        addEvenly(observation.predictions(), taken, predictions);
    }

    private static void addEvenly(List<? extends @Nullable Object> values, int taken, ColumnTally tally) {
        for (int i = 0; i < taken; i++) {
            tally.add(values.get((int) ((long) i * values.size() / taken)));
        }
    }

    private DriftReport report(
            ModelVersion model, int rows, int requests, Map<String, ColumnTally> columns, ColumnTally predictions) {
        boolean enough = rows >= thresholds.minRows() && requests >= thresholds.minRequests();
        List<FeatureDrift> features = new ArrayList<>();
        columns.values().forEach(tally -> features.add(tally.drift(thresholds, enough)));
        FeatureDrift prediction = predictions.drift(thresholds, enough);
        Verdict verdict = Stream.concat(features.stream(), Stream.of(prediction))
                .map(FeatureDrift::verdict)
                .max(Verdict::compareTo)
                .orElse(Verdict.COLLECTING);
        return new DriftReport(model, rows, requests, verdict, features, prediction);
    }
}

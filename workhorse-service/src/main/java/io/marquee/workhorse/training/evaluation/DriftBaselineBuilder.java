package io.marquee.workhorse.training.evaluation;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.drift.FeatureBaseline;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Describes how features and predictions are distributed over the test rows, which is what live traffic is compared with.
 * The features are today's values, as serving sees them. Lists have no distribution of this kind and are left out, as are
 * columns without any value.
 */
public final class DriftBaselineBuilder {

    private static final int BINS = 10;

    /** More categories than that share the bin of the others. */
    private static final int MAX_CATEGORIES = 50;

    private final TrainingFrame frame;
    private final int[] rows;

    /**
     * @param frame ratings with today's features
     * @param rows the test rows
     */
    public DriftBaselineBuilder(TrainingFrame frame, int[] rows) {
        this.frame = frame;
        this.rows = rows;
    }

    /**
     * Builds the baseline.
     *
     * @param predictions one per test row, stars
     * @param rmse the model's RMSE on the test rows
     */
    public DriftBaseline build(
            String modelName,
            String runId,
            Instant now,
            List<FeatureReference> features,
            double[] predictions,
            double rmse) {
        List<FeatureBaseline> columns = new ArrayList<>();
        for (FeatureReference feature : features) {
            column(feature.fullName()).ifPresent(columns::add);
        }
        return new DriftBaseline(
                modelName,
                runId,
                now,
                rows.length,
                rmse,
                columns,
                FeatureBaseline.Numeric.ofQuantiles("prediction", predictions, BINS));
    }

    private Optional<FeatureBaseline> column(String name) {
        return switch (frame.features().get(name)) {
            case null -> throw new IllegalArgumentException("the frame has no feature '" + name + "'");
            case Column.Numeric column -> numeric(name, column);
            case Column.Text column -> categorical(name, column);
            case Column.TextList column -> Optional.empty();
        };
    }

    private Optional<FeatureBaseline> numeric(String name, Column.Numeric column) {
        double[] values =
                Arrays.stream(rows).mapToDouble(row -> column.values()[row]).toArray();
        return Arrays.stream(values).allMatch(Double::isNaN)
                ? Optional.empty()
                : Optional.of(FeatureBaseline.Numeric.ofQuantiles(name, values, BINS));
    }

    private Optional<FeatureBaseline> categorical(String name, Column.Text column) {
        Map<String, Integer> counts = new TreeMap<>();
        int present = 0;
        for (int row : rows) {
            String value = column.values()[row];
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
                present++;
            }
        }
        if (present == 0) {
            return Optional.empty();
        }
        List<String> categories = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_CATEGORIES)
                .map(Map.Entry::getKey)
                .toList();
        List<Double> proportions = new ArrayList<>();
        int others = present;
        for (String category : categories) {
            proportions.add((double) counts.get(category) / present);
            others -= counts.get(category);
        }
        proportions.add((double) others / present);
        return Optional.of(
                new FeatureBaseline.Categorical(name, categories, proportions, 1 - (double) present / rows.length));
    }
}

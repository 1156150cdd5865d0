package io.marquee.nervous.drift.statistics;

import io.marquee.contract.id.ModelVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the newest traffic of a model version stands to the baseline that the version was trained with.
 *
 * @param rows predictions in the window
 * @param requests requests they came from
 * @param verdict that of the worst column; {@link Verdict#COLLECTING} while the sample is too small
 * @param features one per column of the baseline, worst first
 * @param prediction the model's answers
 */
public record DriftReport(
        ModelVersion model,
        int rows,
        int requests,
        Verdict verdict,
        List<FeatureDrift> features,
        FeatureDrift prediction) {

    public DriftReport {
        features = features.stream()
                .sorted(Comparator.comparingDouble(FeatureDrift::psi).reversed().thenComparing(FeatureDrift::name))
                .toList();
    }

    /** The column with the highest index, the prediction included; empty while nothing was counted. */
    public Optional<FeatureDrift> worst() {
        return Stream.concat(features.stream(), Stream.of(prediction))
                .filter(column -> column.rows() > 0)
                .max(Comparator.comparing(FeatureDrift::verdict).thenComparingDouble(FeatureDrift::psi));
    }
}

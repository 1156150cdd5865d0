package io.marquee.runtime;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.provenance.ModelProvenance;
import java.time.Instant;

/**
 * What a model folder says about its model.
 *
 * @param modelName registered model name
 * @param runId tracking run that made it
 * @param features inputs, or features to log with predictions
 * @param baseline what live traffic is compared with
 * @param provenance where it came from
 */
public record ModelDescription(
        ModelKind kind,
        String modelName,
        String runId,
        Instant createdAt,
        FeatureSet features,
        DriftBaseline baseline,
        ModelProvenance provenance) {}

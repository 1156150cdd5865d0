package io.marquee.nervous.baseline;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The version of a model that serves.
 *
 * @param since when this service learnt that it serves
 * @param baseline what its traffic is compared with; null while it could not be fetched
 */
public record Champion(
        ModelVersion model, Instant since, @Nullable DriftBaseline baseline) {}

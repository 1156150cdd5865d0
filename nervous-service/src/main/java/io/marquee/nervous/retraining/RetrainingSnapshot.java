package io.marquee.nervous.retraining;

import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.performance.ErrorReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a retraining decision rests on, at one moment.
 *
 * @param champions the versions that serve; older versions have no say any more
 * @param openRunId the run of the retraining that is still under way, if any
 * @param lastFinishedAt when the last retraining ended, well or not; null when there was none
 */
public record RetrainingSnapshot(
        Instant now,
        List<ModelCondition> champions,
        @Nullable String openRunId,
        @Nullable Instant lastFinishedAt) {

    public RetrainingSnapshot {
        champions = List.copyOf(champions);
    }

    /**
     * How one champion does.
     *
     * @param newRatings ratings that arrived since the data was last used for training
     */
    public record ModelCondition(
            ModelVersion model,
            @Nullable DriftReport drift,
            @Nullable ErrorReport error,
            long newRatings) {}
}

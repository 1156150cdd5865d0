package io.marquee.workhorse.ingestion.quality;

import io.marquee.contract.event.DataQuality;
import io.marquee.contract.id.EventId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Judges an ingestion by the share of its rows that were accepted. */
final class QualityCheck {

    private final double threshold;
    private final Clock clock;

    /**
     * A check.
     *
     * @param threshold the share of accepted rows below which it fails, 0 to 1
     */
    QualityCheck(double threshold, Clock clock) {
        this.threshold = threshold;
        this.clock = clock;
    }

    /** The event that tells of it: passed when all rows are good, a warning when enough of them are. */
    DataQuality judge(String dataset, String ingestionId, RowCounts counts) {
        double score = counts.acceptedShare();
        DataQuality.Status status = counts.rejected() == 0
                ? DataQuality.Status.PASSED
                : score >= threshold ? DataQuality.Status.WARNING : DataQuality.Status.FAILED;
        Instant now = clock.instant();
        return new DataQuality(
                EventId.next(now),
                now,
                "workhorse",
                dataset,
                DataQuality.CheckType.VALIDITY,
                status,
                score,
                threshold,
                counts.rejected(),
                counts.read(),
                Map.of("ingestion_id", ingestionId),
                counts.rejected() == 0 ? null : "look at the rows in quarantine and correct them at their source");
    }
}

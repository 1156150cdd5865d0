package io.marquee.workhorse.feature.skew;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges a served value. Rows are true from the second after an event, and an event takes a moment to become online; within
 * that time serving may rightly have used the value before, or, of an event of the same second, the value after.
 *
 * @param settle how long an event may take until it is online
 */
record SkewPolicy(Tolerance tolerance, Duration settle) {

    /**
     * Offline values of one feature.
     *
     * @param settled at the prediction's time less the time to settle
     * @param atPrediction at the prediction's time
     * @param atRow at the time of the row that serving used; null when it used none
     */
    record Offline(
            @Nullable Object settled,
            @Nullable Object atPrediction,
            @Nullable Object atRow) {}

    /**
     * The outcome, as long as the past has not been rewritten.
     *
     * @param rowTime of the row that serving used; null when it used none
     */
    SkewOutcome judge(@Nullable Object served, Instant predictedAt, @Nullable Instant rowTime, Offline offline) {
        if (tolerance.same(served, offline.atPrediction()) || tolerance.same(served, offline.settled())) {
            return SkewOutcome.EQUAL;
        }
        boolean rowIsRecent = rowTime != null && !rowTime.isBefore(predictedAt.minus(settle));
        if (rowIsRecent) {
            if (tolerance.same(served, offline.atRow())) {
                return SkewOutcome.EQUAL;
            }
            // A row that is recent without any event that would explain it is simply wrong.
            if (!tolerance.same(offline.settled(), offline.atRow())) {
                return SkewOutcome.IN_FLIGHT;
            }
        } else if (rowTime != null && tolerance.same(served, offline.atRow())) {
            return SkewOutcome.STALE;
        }
        if (served == null) {
            return SkewOutcome.MISSING_ONLINE;
        }
        return offline.atPrediction() == null ? SkewOutcome.MISSING_OFFLINE : SkewOutcome.DIFFERING;
    }
}

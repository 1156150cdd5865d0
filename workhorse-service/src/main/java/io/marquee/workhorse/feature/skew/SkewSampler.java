package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.ModelPrediction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32;

/**
 * Chooses the prediction events that are kept. The choice follows from the event's id, so a redelivered event is chosen
 * again or left out again; beyond that, each minute has a budget. Not thread-safe.
 */
final class SkewSampler {

    private static final double ALL = 1L << 32;

    private final double rate;
    private final int predictionsPerMinute;
    private final Clock clock;
    private long minute;
    private int left;

    SkewSampler(double rate, int predictionsPerMinute, Clock clock) {
        this.rate = rate;
        this.predictionsPerMinute = predictionsPerMinute;
        this.clock = clock;
        this.left = predictionsPerMinute;
    }

    /** Whether that event is to be kept; one that is takes its predictions from the minute's budget. */
    boolean keeps(ModelPrediction event) {
        CRC32 hash = new CRC32();
        hash.update(event.eventId().getBytes(StandardCharsets.UTF_8));
        if (hash.getValue() >= rate * ALL) {
            return false;
        }
        long now = clock.instant().truncatedTo(ChronoUnit.MINUTES).getEpochSecond();
        if (now != minute) {
            minute = now;
            left = predictionsPerMinute;
        }
        if (left <= 0) {
            return false;
        }
        left -= event.predictions().size();
        return true;
    }
}

package io.marquee.contract.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a feature view that a request was answered with.
 *
 * @param version of the view's definition that the model was trained with
 * @param eventTimestamps when each row's values became true, one per prediction; null where there was no row
 */
public record FeatureRows(int version, List<@Nullable Instant> eventTimestamps) {

    public FeatureRows {
        if (version < 1) {
            throw new IllegalArgumentException("field 'version' must be at least 1, got: " + version);
        }
        eventTimestamps = Require.copy(eventTimestamps);
    }
}

package io.marquee.workhorse.feature.online;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last time a view was brought online.
 *
 * @param buildId the offline rows it came from, null for a view that has none
 * @param rowsWritten entities whose row was written
 * @param rowsNewer rows left alone because the online row was newer
 * @param watermark rows with a time up to this one are online; null when only an interval was brought online
 */
public record Materialized(
        String view,
        int version,
        @Nullable String buildId,
        long rowsWritten,
        long rowsNewer,
        Instant materializedAt,
        @Nullable Instant watermark) {}

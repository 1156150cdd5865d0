package io.marquee.nervous.retraining;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A retraining has ended; observers run in the transaction that says so.
 *
 * @param error what went wrong; null when it went well
 */
public record RetrainingEnded(
        String dagRunId,
        RetrainingCause cause,
        Instant at,
        @Nullable String error) {}

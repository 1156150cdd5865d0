package io.marquee.workhorse.ingestion.quality.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was found for a rule. */
public sealed interface Measurement {

    /** So many records. */
    record Count(long rows) implements Measurement {}

    /** So many of the records are not as they should be. */
    record Share(long affected, long total) implements Measurement {
        public Share {
            if (affected < 0 || affected > total) {
                throw new IllegalArgumentException("affected must be 0 to total, got: " + affected + " of " + total);
            }
        }
    }

    /** The newest value, null when there is none. */
    record Newest(@Nullable Instant time) implements Measurement {}

    /**
     * So many accepted records.
     *
     * @param before of the last good load, null when there was none
     */
    record Change(long rows, @Nullable Long before) implements Measurement {}
}

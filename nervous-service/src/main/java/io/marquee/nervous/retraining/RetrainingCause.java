package io.marquee.nervous.retraining;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What set off a retraining. */
public enum RetrainingCause {
    /** Inputs or predictions of a champion no longer look like its baseline. */
    DRIFT,
    /** A champion's rolling error is worse than its baseline. */
    PERFORMANCE,
    /** An alert from outside asked for it. */
    ALERT,
    /** A person asked for it. */
    MANUAL;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

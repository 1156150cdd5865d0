package io.marquee.workhorse.feature.skew;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a served value relates to the offline value of the same moment. */
public enum SkewOutcome {
    /** The same, within tolerance; also when neither side has one. */
    EQUAL,
    /** Serving used a value that was right once, but had been replaced before the last events were still on their way. */
    STALE,
    /** Both have a value, and serving's was never right. */
    DIFFERING,
    /** Only the offline store has a value. */
    MISSING_ONLINE,
    /** Only serving had a value. */
    MISSING_OFFLINE,
    /** Not compared: the entity was changing in the very seconds of the prediction. */
    IN_FLIGHT,
    /** Not compared: what the catalogue says of the time before the prediction has been changed since. */
    REWRITTEN;

    /** Whether serving and training see different values. */
    public boolean isSkew() {
        return switch (this) {
            case STALE, DIFFERING, MISSING_ONLINE, MISSING_OFFLINE -> true;
            case EQUAL, IN_FLIGHT, REWRITTEN -> false;
        };
    }

    /** Whether it says anything about skew. */
    public boolean isCompared() {
        return this == EQUAL || isSkew();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

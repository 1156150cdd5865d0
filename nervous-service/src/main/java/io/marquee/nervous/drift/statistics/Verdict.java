package io.marquee.nervous.drift.statistics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a distribution stands to its baseline, from least to most worrying. */
public enum Verdict {
    /** Too little was seen to say anything. */
    COLLECTING,
    STABLE,
    WARNING,
    DRIFTED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

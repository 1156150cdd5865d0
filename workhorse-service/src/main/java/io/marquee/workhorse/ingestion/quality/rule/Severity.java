package io.marquee.workhorse.ingestion.quality.rule;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a broken rule means. */
public enum Severity {
    /** The load changes nothing and its ingestion fails. */
    HARD,
    /** The load goes on, and the report and the event tell of it. */
    SOFT;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the name in a rule file.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Severity named(String text) {
        for (Severity severity : values()) {
            if (severity.wireName().equals(text)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("'severity' must be hard or soft, got: " + text);
    }
}

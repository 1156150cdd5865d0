package io.marquee.controltower.recommendation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a list of recommendations was made; part of every answer and event. */
public enum Algorithm {
    /** Ranked for this user by the factor model. */
    FACTOR_MODEL,
    /** The user is not known: what most people like. */
    POPULARITY;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @JsonValue
    public String wireName() {
        return wireName;
    }
}

package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The shapes of folders that can be ingested. */
public enum Source {
    /** A MovieLens release: {@code movies.csv}, {@code ratings.csv} and, if there, {@code links.csv}. */
    MOVIELENS,
    /** Marquee's own columns: {@code movies.csv}, {@code ratings.csv}, at least one of them. */
    STANDARD;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the wire name.
     *
     * @throws IllegalArgumentException for any other text, naming it
     */
    @JsonCreator
    public static Source fromWire(String text) {
        return Arrays.stream(values())
                .filter(source -> source.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'source' must be movielens or standard, got: " + text));
    }
}

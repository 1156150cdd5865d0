package io.marquee.workhorse.ingestion.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What it means when a record has no value for a column. */
public enum NullPolicy {
    /** The record is refused. */
    REQUIRED,
    /** The catalogue finds the value by itself. */
    DERIVED,
    /** The value is not known. */
    UNKNOWN,
    /** A list of which nothing is known; it is empty, never null. */
    EMPTY,
    /** Nothing, since the catalogue writes the column itself and no source delivers it. */
    WRITTEN;

    /** Whether the catalogue's table takes null. */
    public boolean nullable() {
        return this == UNKNOWN;
    }

    /** The name in the schema file. */
    public String schemaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a policy by its name in the schema file.
     *
     * @throws IllegalArgumentException naming the policies there are
     */
    static NullPolicy named(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.schemaName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'nulls' must be one of "
                        + Arrays.stream(values()).map(NullPolicy::schemaName).collect(Collectors.joining(", "))
                        + ", got: " + text));
    }
}

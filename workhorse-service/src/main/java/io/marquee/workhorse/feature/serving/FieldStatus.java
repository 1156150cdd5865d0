package io.marquee.workhorse.feature.serving;

import java.nio.charset.StandardCharsets;

/** How a value was found: {@code feast.serving.FieldStatus} with its numbers, which are the ordinals. */
public enum FieldStatus {
    /** Not set; never given by this service. */
    INVALID,
    /** There is a value, and its row is not older than its view allows. */
    PRESENT,
    /** There is a row, and it says that this value is missing. */
    NULL_VALUE,
    /** There is no row. */
    NOT_FOUND,
    /** There is a row, older than its view allows; its value is given nevertheless. */
    OUTSIDE_MAX_AGE;

    private final byte[] json = ('"' + name() + '"').getBytes(StandardCharsets.US_ASCII);

    /** The name in quotes; not to be changed. */
    public byte[] json() {
        return json;
    }
}

package io.marquee.workhorse.feature.serving;

/** What a client is told of rows that are missing or too old. */
public enum Compatibility {
    /** What the contract's states mean: see {@link FieldStatus}. */
    STRICT,

    /**
     * As Feast's Python server with its Redis store: each value is {@code PRESENT}, a missing one too, age is not looked at,
     * and a request that cannot be answered is the server's error (500) where Feast raises an error without a status.
     */
    FEAST
}

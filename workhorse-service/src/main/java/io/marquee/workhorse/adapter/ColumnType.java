package io.marquee.workhorse.adapter;

/** What a column holds, in the few types that every target knows; each with the Java class of its values. */
public enum ColumnType {
    /** {@code String} */
    TEXT,
    /** {@code Long} */
    INTEGER,
    /** {@code BigDecimal} */
    DECIMAL,
    /** {@code Double} */
    DOUBLE,
    /** {@code Boolean} */
    BOOLEAN,
    /** {@link java.time.LocalDate} */
    DATE,
    /** {@link java.time.Instant}; a source without time zones means UTC */
    TIMESTAMP,
    /** {@code List<String>}; where there is no such type it travels as a JSON array */
    TEXT_LIST
}

package io.marquee.workhorse.ingestion;

/** What a validator says of a row. */
sealed interface RowVerdict<T> {

    /** The row is good and means this. */
    record Accepted<T>(T value) implements RowVerdict<T> {}

    /**
     * The row goes to quarantine.
     *
     * @param field the column at fault, empty when it is the row as a whole
     * @param reason for people, with the bad value
     */
    record Rejected<T>(String field, String reason) implements RowVerdict<T> {}
}

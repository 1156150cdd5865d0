package io.marquee.workhorse.adapter.sql;

/** What {@link ReadOnlyGuard} thinks of a query. */
sealed interface QueryVerdict {

    /**
     * It only reads.
     *
     * @param sql without the semicolon at its end
     */
    record ReadOnly(String sql) implements QueryVerdict {}

    /**
     * It may do more than read, or cannot be understood.
     *
     * @param reason for the one who wrote it, with the position
     */
    record Refused(String reason) implements QueryVerdict {}
}

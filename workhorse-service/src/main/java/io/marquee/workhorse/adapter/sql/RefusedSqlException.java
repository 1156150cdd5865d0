package io.marquee.workhorse.adapter.sql;

/** Why a text is not taken as a query. */
final class RefusedSqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedSqlException(String reason, int line, int column) {
        super(reason + ", at line " + line + ", column " + column);
    }
}

package io.marquee.workhorse.ingestion.schema;

/** Why a value is refused. Carries no stack trace, since broken rows are nothing unexpected and may be many. */
final class Rejection extends Exception {

    private static final long serialVersionUID = 1L;

    Rejection(String reason) {
        super(reason, null, false, false);
    }

    /** The complaint without the column's name, for example {@code must be a whole number, got: x}. */
    String reason() {
        return String.valueOf(getMessage());
    }
}

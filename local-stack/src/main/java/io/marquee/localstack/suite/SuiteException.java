package io.marquee.localstack.suite;

/** The suite cannot do what it was asked to; the message says why and what to do next. */
public final class SuiteException extends RuntimeException {

    public SuiteException(String message) {
        super(message);
    }

    public SuiteException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.marquee.localstack;

/** A part did not come up; the message says which, why, and where its log is. */
public final class PartStartException extends RuntimeException {

    public PartStartException(String message) {
        super(message);
    }

    public PartStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

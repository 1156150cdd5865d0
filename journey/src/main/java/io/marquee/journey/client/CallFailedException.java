package io.marquee.journey.client;

/** A call that was not answered as hoped; the message names the request, the status and the body. */
public final class CallFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    CallFailedException(String message, int status) {
        super(message);
        this.status = status;
    }

    CallFailedException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }
}

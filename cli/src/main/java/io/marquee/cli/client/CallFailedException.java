package io.marquee.cli.client;

/** A call that was not answered as hoped; the message names the request, the status and the body. */
public final class CallFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;

    /**
     * An answer that is not a success.
     *
     * @param detail what the service says about it, for people
     */
    CallFailedException(String message, int status, String detail) {
        super(message);
        this.status = status;
        this.detail = detail;
    }

    /** No answer, or one that cannot be read. */
    CallFailedException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.detail = message;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** What went wrong in one sentence: the service's own when it gave one. */
    public String detail() {
        return detail;
    }
}

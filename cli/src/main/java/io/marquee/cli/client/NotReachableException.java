package io.marquee.cli.client;

/** There is nobody to ask; the message says what to do about it. */
public final class NotReachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotReachableException(String message) {
        super(message);
    }
}

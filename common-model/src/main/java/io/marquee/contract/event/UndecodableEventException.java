package io.marquee.contract.event;

/** A record that is not the event its topic carries; it belongs on the topic's dead-letter topic. */
public final class UndecodableEventException extends Exception {

    private static final long serialVersionUID = 1L;

    public UndecodableEventException(String message) {
        super(message);
    }

    public UndecodableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}

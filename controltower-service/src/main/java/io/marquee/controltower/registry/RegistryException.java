package io.marquee.controltower.registry;

/** The registry answered, but not with what was needed; the message says what it answered. */
public class RegistryException extends Exception {

    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}

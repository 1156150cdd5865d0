package io.marquee.nervous.baseline;

import org.jspecify.annotations.Nullable;

/** The registry does not answer, or not in a way that can be used. */
public class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private RegistryException(boolean passing, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** The registry is out of reach or in trouble; it is asked again soon. */
    static RegistryException passing(String message, Throwable cause) {
        return new RegistryException(true, message, cause);
    }

    /** The registry has answered, and the answer will stay as it is until somebody changes something there. */
    static RegistryException lasting(String message, @Nullable Throwable cause) {
        return new RegistryException(false, message, cause);
    }

    /** Whether asking again soon may help. */
    public boolean isPassing() {
        return passing;
    }
}

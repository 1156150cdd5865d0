package io.marquee.workhorse.training.mlflow;

import org.jspecify.annotations.Nullable;

/** The tracking server refused a request or could not be reached; the message says which and why. */
public class TrackingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The code of a name that the server does not know. */
    static final String NOT_FOUND = "RESOURCE_DOES_NOT_EXIST";

    /** The code of a name that is taken. */
    static final String ALREADY_EXISTS = "RESOURCE_ALREADY_EXISTS";

    private final @Nullable String errorCode;

    TrackingException(String message, @Nullable String errorCode, @Nullable Throwable cause) {
        super(message, cause);
        this.errorCode = errorCode;
    }

    /** MLflow's error code; null when the server could not be reached or gave none. */
    public @Nullable String errorCode() {
        return errorCode;
    }
}

package io.marquee.workhorse.tracking.wire;

import org.jspecify.annotations.Nullable;

/** A failure that an MLflow client is told about; the message is written for its user. */
public final class MlflowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public MlflowException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public MlflowException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A value in the request that is not acceptable. */
    public static MlflowException invalid(String message) {
        return new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /** Something that the request names and that is not there. */
    public static MlflowException missing(String message) {
        return new MlflowException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
    }

    /** Something that the request would make and that is there already. */
    public static MlflowException exists(String message) {
        return new MlflowException(ErrorCode.RESOURCE_ALREADY_EXISTS, message);
    }

    public ErrorCode code() {
        return code;
    }
}

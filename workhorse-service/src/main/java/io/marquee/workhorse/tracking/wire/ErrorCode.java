package io.marquee.workhorse.tracking.wire;

/** MLflow's error codes with the HTTP status that each is sent with. */
public enum ErrorCode {
    INTERNAL_ERROR(500),
    NOT_IMPLEMENTED(501),
    TEMPORARILY_UNAVAILABLE(503),
    REQUEST_LIMIT_EXCEEDED(429),
    RESOURCE_CONFLICT(409),
    ENDPOINT_NOT_FOUND(404),
    RESOURCE_DOES_NOT_EXIST(404),
    PERMISSION_DENIED(403),
    UNAUTHENTICATED(401),
    BAD_REQUEST(400),
    RESOURCE_ALREADY_EXISTS(400),
    INVALID_PARAMETER_VALUE(400);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The code for a failure of which only the HTTP status is known. */
    static ErrorCode ofStatus(int status) {
        return switch (status) {
            case 400, 413, 415 -> BAD_REQUEST;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404, 405, 406 -> ENDPOINT_NOT_FOUND;
            case 409 -> RESOURCE_CONFLICT;
            case 429 -> REQUEST_LIMIT_EXCEEDED;
            case 501 -> NOT_IMPLEMENTED;
            case 503 -> TEMPORARILY_UNAVAILABLE;
            default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}

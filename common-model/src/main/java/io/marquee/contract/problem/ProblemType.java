package io.marquee.contract.problem;

import java.util.Locale;

/** Every kind of failure that a client can see; the slug is also the value of the metric label {@code problem}. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    MALFORMED_BODY(400, "The body cannot be read"),
    UNAUTHENTICATED(401, "A token is needed"),
    FORBIDDEN(403, "The token does not allow this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This method is not offered here"),
    TOO_SLOW(408, "The request took too long to arrive"),
    CONFLICT(409, "It clashes with the present state"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "This media type is not read here"),
    UNPROCESSABLE(422, "The content makes no sense"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "Not available right now"),
    UPSTREAM_FAILED(502, "A service behind this one failed");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Name in URIs and metrics, for example {@code invalid-request}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem type for a bare HTTP status, for failures that come from the framework. */
    public static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL;
    }
}

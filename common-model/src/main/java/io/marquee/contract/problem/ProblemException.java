package io.marquee.contract.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that the caller is told about, as {@link Problem}. The message is written for the caller. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final @Nullable String field;
    private final @Nullable Duration retryAfter;

    public ProblemException(ProblemType type, String detail) {
        this(type, null, detail, null, null);
    }

    public ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        this(type, null, detail, cause, null);
    }

    private ProblemException(
            ProblemType type,
            @Nullable String field,
            String detail,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(detail, cause);
        this.type = type;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /** A bad value in a request: the detail names the field, the value and what would be right. */
    public static ProblemException invalid(String field, @Nullable Object value, String rule) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, field, "'" + field + "' " + rule + ", got: " + value, null, null);
    }

    /** Something that the request names and that does not exist, for example {@code notFound("movie_id", 7)}. */
    public static ProblemException notFound(String field, Object value) {
        return new ProblemException(ProblemType.NOT_FOUND, field, "there is no " + field + " " + value, null, null);
    }

    /** Something that does not work at the moment and is worth trying again after that time. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.UNAVAILABLE, null, detail, null, retryAfter);
    }

    public ProblemType type() {
        return type;
    }

    /** The request's field that is at fault, when there is one. */
    public @Nullable String field() {
        return field;
    }

    /** When the caller should try again; for the header {@code Retry-After}. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public Problem toProblem() {
        return Problem.of(type, getMessage(), field);
    }
}

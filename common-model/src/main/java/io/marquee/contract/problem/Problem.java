package io.marquee.contract.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error answer, RFC 9457.
 *
 * @param type a URI reference that names the kind of problem
 * @param detail one sentence about this occurrence, never a stack trace or a class name
 * @param field the request's field at fault
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String field) {

    /** The media type it is sent with. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemType type, @Nullable String detail, @Nullable String field) {
        return new Problem("/problems/" + type.slug(), type.title(), type.status(), detail, field);
    }
}

package io.marquee.platform.problem;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.marquee.contract.problem.Problem;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.platform.web.RefusedBodyException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Every failure of an own endpoint as {@code application/problem+json}. The caller learns what to change; what only we can
 * change goes to the log under the request's id.
 */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final MeterRegistry meters;

    ProblemMappers(MeterRegistry meters) {
        this.meters = meters;
    }

    @ServerExceptionMapper
    Response map(ProblemException e) {
        // That something is away for a while says its health check; a stack trace per request would only drown the log.
        if (e.type().status() >= 500 && e.type() != ProblemType.UNAVAILABLE) {
            LOG.warn(e.getMessage(), e);
        }
        Response answer = answer(e.type(), e.getMessage(), e.field());
        e.retryAfter().ifPresent(wait -> answer.getHeaders()
                .putSingle(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
        return answer;
    }

    @ServerExceptionMapper
    Response map(RefusedBodyException e) {
        return answer(e.type(), e.getMessage(), null);
    }

    @ServerExceptionMapper({ConstraintViolationException.class, ResteasyReactiveViolationException.class})
    Response map(ConstraintViolationException e) {
        ConstraintViolation<?> first = e.getConstraintViolations().stream()
                .min(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .orElse(null);
        String detail = e.getConstraintViolations().stream()
                .map(violation -> "'" + field(violation) + "' " + violation.getMessage() + ", got: "
                        + shown(violation.getInvalidValue()))
                .sorted()
                .collect(Collectors.joining("; "));
        return answer(ProblemType.INVALID_REQUEST, detail, first == null ? null : field(first));
    }

    /** Quarkus has an own mapper for this subtype, which would tell less. */
    @ServerExceptionMapper
    Response map(MismatchedInputException e) {
        return map((JsonProcessingException) e);
    }

    @ServerExceptionMapper
    Response map(JsonProcessingException e) {
        if (e.getCause() instanceof JsonParseException malformed) {
            return map(malformed);
        }
        String field = e instanceof JsonMappingException mapping ? path(mapping) : null;
        String detail =
                switch (e) {
                    case JsonParseException malformed ->
                        "the body is not JSON: line " + malformed.getLocation().getLineNr() + ", column "
                                + malformed.getLocation().getColumnNr();
                    case UnrecognizedPropertyException unknown ->
                        "'" + unknown.getPropertyName() + "' is not a field of this request";
                    case InvalidFormatException format ->
                        "'" + field + "' must be " + article(format.getTargetType()) + ", got: "
                                + shown(format.getValue());
                    case ValueInstantiationException refused
                    when refused.getCause() instanceof IllegalArgumentException cause -> cause.getMessage();
                    default -> field == null ? "the body cannot be read" : "'" + field + "' is not valid";
                };
        return answer(ProblemType.MALFORMED_BODY, detail, field);
    }

    @ServerExceptionMapper
    Response map(WebApplicationException e) {
        // Quarkus wraps what Jackson found in a bare 400; the caller deserves the reason.
        if (e.getCause() instanceof JsonProcessingException json) {
            return map(json);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        ProblemType type = ProblemType.ofStatus(status);
        Problem problem = new Problem("/problems/" + type.slug(), type.title(), status, null, null);
        return answer(problem, type);
    }

    @ServerExceptionMapper
    Response map(Throwable e) {
        LOG.error("a request failed", e);
        return answer(ProblemType.INTERNAL, "the failure was logged with this request's id", null);
    }

    private Response answer(ProblemType type, @Nullable String detail, @Nullable String field) {
        return answer(Problem.of(type, detail, field), type);
    }

    private Response answer(Problem problem, ProblemType type) {
        meters.counter("marquee_problems_total", "problem", type.slug()).increment();
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    /** The last step of {@code method.parameter.field}, which is what the caller wrote. */
    private static String field(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        int methodAndBody = path.indexOf('.');
        String withoutMethod = methodAndBody < 0 ? path : path.substring(methodAndBody + 1);
        int body = withoutMethod.indexOf('.');
        String javaName = body < 0 ? withoutMethod : withoutMethod.substring(body + 1);
        return javaName.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static @Nullable String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return path.isEmpty() ? null : path;
    }

    private static String article(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + java.util.Arrays.toString(type.getEnumConstants());
        }
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        return "a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}

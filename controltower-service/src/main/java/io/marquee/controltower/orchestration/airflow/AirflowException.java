package io.marquee.controltower.orchestration.airflow;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure that a client is told about in Airflow's way: {@code {"detail": …}}. */
final class AirflowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One thing wrong with a request, as FastAPI writes it.
     *
     * @param type FastAPI's name of the rule
     * @param loc where, for example {@code body, logical_date}
     * @param input what was given
     */
    @RegisterForReflection
    record Fault(
            String type,
            List<Object> loc,
            String msg,
            @Nullable Object input) {

        static Fault inBody(String type, String field, String msg, @Nullable Object input) {
            return new Fault(type, List.of("body", field), msg, input);
        }

        static Fault inQuery(String type, String parameter, String msg, @Nullable Object input) {
            return new Fault(type, List.of("query", parameter), msg, input);
        }
    }

    private final int status;
    private final transient Object detail;

    private AirflowException(int status, String message, Object detail) {
        super(message);
        this.status = status;
        this.detail = detail;
    }

    static AirflowException notFound(String text) {
        return new AirflowException(404, text, text);
    }

    static AirflowException badRequest(String text) {
        return new AirflowException(400, text, text);
    }

    /** Something of that name exists already. */
    static AirflowException conflict(String text) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("reason", "Unique constraint violation");
        detail.put("statement", "hidden");
        detail.put("orig_error", "hidden");
        detail.put("message", text);
        return new AirflowException(409, text, detail);
    }

    static AirflowException invalid(Fault... faults) {
        return invalid(Arrays.asList(faults));
    }

    static AirflowException invalid(List<Fault> faults) {
        return new AirflowException(422, faults.getFirst().msg(), List.copyOf(faults));
    }

    int status() {
        return status;
    }

    /** A text, an object or a list of {@link Fault}. */
    Object detail() {
        return detail;
    }
}

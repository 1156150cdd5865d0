package io.marquee.controltower.orchestration.airflow;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures in the shape of the API version that was called. */
class AirflowErrorMapper {

    /** What Airflow 2 answers; its {@code type} is a link to its documentation, here the standard's "nothing more to say". */
    @RegisterForReflection
    record V1Error(String detail, int status, String title, String type) {}

    @ServerExceptionMapper
    Response map(AirflowException e, UriInfo uri) {
        boolean v1 = uri.getPath().startsWith("/api/v1/");
        return v1 ? v1(e) : v2(e);
    }

    private static Response v2(AirflowException e) {
        return Response.status(e.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("detail", e.detail()))
                .build();
    }

    private static Response v1(AirflowException e) {
        // Airflow 2 calls an unprocessable request a bad one.
        int status = e.status() == 422 ? 400 : e.status();
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return Response.status(status)
                .type("application/problem+json")
                .entity(new V1Error(text(e), status, title, "about:blank"))
                .build();
    }

    private static String text(AirflowException e) {
        if (e.detail() instanceof List<?> faults) {
            return faults.stream()
                    .map(AirflowException.Fault.class::cast)
                    .map(fault -> fault.loc().getLast() + ": " + fault.msg())
                    .collect(Collectors.joining("; "));
        }
        return String.valueOf(e.getMessage());
    }
}

package io.marquee.workhorse.tracking.wire;

import io.marquee.contract.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything below {@code /api/2.0} speaks MLflow, whoever it was that failed: answers of the service's general error
 * mapping are translated here, and so are ours that come out of another API. The second prefix, which MLflow's own pages use, leads to the same calls.
 */
@Provider
@PreMatching
public class MlflowApi implements ContainerRequestFilter, ContainerResponseFilter {

    /** Where MLflow clients look for the API. */
    public static final String PREFIX = "/api/2.0";

    private static final String PAGES_PREFIX = "/ajax-api/2.0";

    /** Where the same things are offered in the shape of our own APIs. */
    private static final String OWN_PREFIX = "/api/v1";

    private static final MediaType PROBLEM = MediaType.valueOf(Problem.MEDIA_TYPE);

    /** Too large and too slow: MLflow has no code for them, and clients go by the status. */
    private static final Set<Integer> KEPT = Set.of(408, 413);

    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PATCH");

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (below(PAGES_PREFIX, path)) {
            path = PREFIX + path.substring(PAGES_PREFIX.length());
            request.setRequestUri(request.getUriInfo()
                    .getRequestUriBuilder()
                    .replacePath(path)
                    .build());
        }
        if (below(PREFIX + "/mlflow", path) && METHODS_WITH_BODY.contains(request.getMethod())) {
            requireJson(request.getMediaType());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (response.getEntity() instanceof ErrorBody error && below(OWN_PREFIX, path)) {
            Problem problem = error.toProblem();
            response.setStatus(problem.status());
            response.setEntity(problem, null, PROBLEM);
            return;
        }
        if (response.getStatus() < 400 || response.getEntity() instanceof ErrorBody || !below(PREFIX, path)) {
            return;
        }
        ErrorCode code = ErrorCode.ofStatus(response.getStatus());
        String message = response.getEntity() instanceof Problem problem && problem.detail() != null
                ? problem.detail()
                : response.getStatus() == 404 || response.getStatus() == 405
                        ? "No endpoint at " + request.getMethod() + " " + path
                        : response.getStatusInfo().getReasonPhrase();
        response.setStatus(KEPT.contains(response.getStatus()) ? response.getStatus() : code.status());
        response.setEntity(new ErrorBody(code, message), null, MediaType.APPLICATION_JSON_TYPE);
    }

    private static boolean below(String prefix, String path) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    /** A form that another site's page sends cannot carry this type, so it cannot change anything here. */
    private static void requireJson(@Nullable MediaType type) {
        if (type == null || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isWildcardType()) {
            throw MlflowException.invalid("Bad Request. Content-Type must be application/json.");
        }
    }
}

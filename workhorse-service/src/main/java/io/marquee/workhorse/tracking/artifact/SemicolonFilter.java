package io.marquee.workhorse.tracking.artifact;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps names that have a semicolon whole. What stands behind one in a URL would be left away as a parameter of the step, so
 * that several files became one; MLflow's Python client sends it as it is, and means a part of the name.
 */
public class SemicolonFilter {

    private static final Pattern PROXY = Pattern.compile("/(?:ajax-)?api/2\\.0/mlflow-artifacts/.*");

    @ServerRequestFilter(preMatching = true)
    public void keepSemicolons(HttpServerRequest request, ContainerRequestContext context) {
        String path = request.path();
        if (path != null && path.indexOf(';') >= 0 && PROXY.matcher(path).matches()) {
            context.setRequestUri(URI.create(request.absoluteURI().replace(";", "%3B")));
        }
    }
}

package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.wire.MlflowException;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses paths to artefacts that the HTTP server would silently straighten out before anybody else sees them: who sends
 * one means to reach another place than it says.
 */
public class CrookedPathFilter {

    private static final Pattern PROXY = Pattern.compile("/(?:ajax-)?api/2\\.0/mlflow-artifacts/.*");

    private static final Pattern CROOKED =
            Pattern.compile("//|/(?:\\.|%2e){1,2}(?:/|$)|%(?![0-9a-f]{2})", Pattern.CASE_INSENSITIVE);

    @ServerRequestFilter(preMatching = true)
    public void refuseCrookedPaths(HttpServerRequest request) {
        String path = request.path();
        if (path != null
                && PROXY.matcher(path).matches()
                && CROOKED.matcher(path).find()) {
            throw MlflowException.invalid(
                    "Invalid path: it has an empty, '.' or '..' step or a broken percent encoding.");
        }
    }
}

package io.marquee.platform.web;

import io.quarkus.arc.All;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Holds bodies to the limit of their path: who announces too much is refused at once, who announces nothing as soon as it is
 * too much. It works on the thread of the endpoint, which must be one that may wait.
 */
class BodyLimitFilter {

    private final BodyLimit usual;
    private final List<BodyLimit> limits;
    private final Duration maxTime;

    BodyLimitFilter(BodyConfig config, @All List<BodyLimit> limits) {
        this.usual = BodyLimit.upTo("/all", config.maxBody().asLongValue());
        this.limits = limits.stream()
                .sorted(Comparator.comparingInt(
                                (BodyLimit limit) -> limit.path().length())
                        .reversed())
                .toList();
        this.maxTime = config.maxBodyTime();
    }

    @ServerRequestFilter
    void bound(ContainerRequestContext context, HttpServerRequest request) throws RefusedBodyException {
        String announced = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (!hasBody(context, request, announced)) {
            return;
        }
        BodyLimit limit = limit(context.getUriInfo().getPath());
        // The HTTP server has taken no request with another length than a 64-bit number.
        if (announced != null && Long.parseLong(announced) > limit.maxBytes()) {
            throw RefusedBodyException.tooLarge(limit.maxBytes());
        }
        if (limit.timed()) {
            context.setEntityStream(
                    new BoundedBody(context.getEntityStream(), limit.maxBytes(), maxTime, System::nanoTime));
        }
    }

    private BodyLimit limit(String path) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        for (BodyLimit limit : limits) {
            if (limit.covers(absolute)) {
                return limit;
            }
        }
        return usual;
    }

    private static boolean hasBody(
            ContainerRequestContext context, HttpServerRequest request, @Nullable String announced) {
        return announced == null
                ? context.getHeaderString("Transfer-Encoding") != null || request.version() == HttpVersion.HTTP_2
                : !announced.equals("0");
    }
}

package io.marquee.platform.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Takes over the client's {@code X-Request-ID}, or makes one, and echoes it. */
class RequestIdFilter {

    static final String HEADER = "X-Request-ID";

    /** What may be echoed: nothing that could break a header or a log line. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private final RequestId requestId;

    RequestIdFilter(RequestId requestId) {
        this.requestId = requestId;
    }

    @ServerRequestFilter(preMatching = true)
    void take(ContainerRequestContext context, HttpServerRequest request) {
        String given = context.getHeaderString(HEADER);
        requestId.set(
                given != null && SAFE.matcher(given).matches()
                        ? given
                        : UUID.randomUUID().toString());
    }

    @ServerResponseFilter
    void echo(ContainerResponseContext response) {
        if (!requestId.value().isEmpty()) {
            response.getHeaders().putSingle(HEADER, requestId.value());
        }
    }
}

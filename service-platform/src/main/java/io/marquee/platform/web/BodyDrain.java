package io.marquee.platform.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * What still comes in of a body when its request has been answered. The server reads it to its end, since the next request may
 * follow it, and keeps what it reads for the reader of the stream, who has long gone. Here it is dropped, and only for a while.
 */
@ApplicationScoped
class BodyDrain {

    /** Bodies that are announced as no larger than that need no watch. */
    private static final int SMALL = 1 << 16;

    /** Before every other filter and route. */
    private static final int PRIORITY = 1_000;

    private final long maxMillis;

    BodyDrain(BodyConfig config) {
        this.maxMillis = Math.max(1, config.maxDrainTime().toMillis());
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, PRIORITY);
    }

    private void watch(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!request.isEnded() && mayBeLarge(request)) {
            routing.addEndHandler(answered -> {
                if (!request.isEnded()) {
                    drain(routing, request);
                }
            });
        }
        routing.next();
    }

    private void drain(RoutingContext routing, HttpServerRequest request) {
        request.handler(dropped -> {});
        request.resume();
        routing.vertx().setTimer(maxMillis, due -> {
            if (!request.isEnded()) {
                end(request);
            }
        });
    }

    private static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    private static boolean mayBeLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return length.length() > 6 || Integer.parseInt(length) > SMALL;
        }
        return request.version() == HttpVersion.HTTP_2
                ? !isGrpc(request.getHeader(HttpHeaders.CONTENT_TYPE))
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Such calls have streams of their own. */
    private static boolean isGrpc(@Nullable String type) {
        return type != null && type.startsWith("application/grpc");
    }
}

package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.serving.FeaturePlan;
import io.marquee.workhorse.feature.serving.FeatureServing;
import io.marquee.workhorse.feature.serving.OnlineQuery;
import io.marquee.workhorse.feature.serving.ServingConfig;
import io.marquee.workhorse.feature.serving.ServingException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Feast's gRPC services {@code feast.serving.ServingService} and {@code GrpcFeatureServer}, on the HTTP port. Messages are
 * read and written without generated classes.
 */
@ApplicationScoped
class FeastGrpc {

    private static final Logger LOG = Logger.getLogger(FeastGrpc.class);
    private static final String SERVING = "feast.serving.ServingService";
    private static final String FEATURE_SERVER = "GrpcFeatureServer";

    private static final String GET_INFO = SERVING + "/GetFeastServingInfo";
    private static final String GET_FEATURES = SERVING + "/GetOnlineFeatures";
    private static final String SERVER_GET_FEATURES = FEATURE_SERVER + "/GetOnlineFeatures";
    private static final String PUSH = FEATURE_SERVER + "/Push";
    private static final String WRITE = FEATURE_SERVER + "/WriteToOnlineStore";
    private static final Set<String> METHODS = Set.of(GET_INFO, GET_FEATURES, SERVER_GET_FEATURES, PUSH, WRITE);

    private final FeatureServing serving;
    private final FeastWrites writes;
    private final FeastMetrics metrics;
    private final Vertx vertx;
    private final GrpcServer server;
    private final byte[] info;

    FeastGrpc(
            FeatureServing serving,
            FeastWrites writes,
            FeastMetrics metrics,
            ServingConfig config,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.serving = serving;
        this.writes = writes;
        this.metrics = metrics;
        this.vertx = vertx;
        this.server = GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(config.maxBody()))
                .callHandler(this::call);
        this.info = GrpcAnswer.info(version);
    }

    void register(@Observes Router router) {
        router.post("/" + SERVING + "/:method").handler(this::route);
        router.post("/" + FEATURE_SERVER + "/:method").handler(this::route);
    }

    private void route(RoutingContext routing) {
        String type = routing.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (routing.request().version() == HttpVersion.HTTP_2 && type != null && type.startsWith("application/grpc")) {
            routing.request().resume();
            server.handle(routing.request());
        } else {
            routing.next();
        }
    }

    private void call(GrpcServerRequest<Buffer, Buffer> request) {
        long started = System.nanoTime();
        // Who makes up methods must not make up meters.
        FeastMetrics.Shape shape =
                FeastMetrics.Shape.of(METHODS.contains(request.fullMethodName()) ? "/" + request.fullMethodName() : "");
        AtomicBoolean cancelled = new AtomicBoolean();
        request.errorHandler(error -> cancelled.set(true));
        message(request)
                .compose(message -> answer(request.fullMethodName(), message.getBytes()))
                .onComplete(answer -> {
                    metrics.answered(shape, answer.succeeded(), System.nanoTime() - started);
                    if (cancelled.get()) {
                        return;
                    }
                    if (answer.succeeded()) {
                        request.response().end(Buffer.buffer(answer.result()));
                    } else {
                        refuse(request, answer.cause());
                    }
                });
    }

    /** The one message of a call. */
    private static Future<Buffer> message(GrpcServerRequest<Buffer, Buffer> request) {
        Promise<Buffer> message = Promise.promise();
        request.handler(message::tryComplete);
        request.invalidMessageHandler(
                invalid -> message.tryFail(ServingException.invalid("the message cannot be read, or is too large")));
        request.exceptionHandler(cause ->
                message.tryFail(new ServingException(ServingException.Kind.INVALID, "the message ended early", cause)));
        request.endHandler(unused -> message.tryFail(ServingException.invalid("the call has no message")));
        return message.future();
    }

    private Future<byte[]> answer(String method, byte[] message) {
        return switch (method) {
            case GET_INFO -> Future.succeededFuture(info);
            case GET_FEATURES, SERVER_GET_FEATURES -> online(message);
            case PUSH ->
                vertx.executeBlocking(() -> {
                    GrpcRows rows = GrpcRows.push(message);
                    writes.push(rows.name(), rows.table(), rows.to());
                    return GrpcAnswer.DONE;
                });
            case WRITE ->
                vertx.executeBlocking(() -> {
                    GrpcRows rows = GrpcRows.write(message);
                    writes.writeOnline(rows.name(), rows.table());
                    return GrpcAnswer.DONE;
                });
            default -> Future.failedFuture(new NoSuchMethod(method));
        };
    }

    private Future<byte[]> online(byte[] message) {
        OnlineQuery query = GrpcQuery.read(message);
        FeaturePlan plan = serving.plan(query);
        metrics.asked(query.entityCount());
        return serving.read(plan, query).map(GrpcAnswer::of);
    }

    private static void refuse(GrpcServerRequest<Buffer, Buffer> request, Throwable failure) {
        GrpcStatus status =
                switch (failure) {
                    case NoSuchMethod unknown -> GrpcStatus.UNIMPLEMENTED;
                    case ServingException refused ->
                        switch (refused.kind()) {
                            case VIEW_NOT_FOUND, SERVICE_NOT_FOUND -> GrpcStatus.NOT_FOUND;
                            case PUSH_SOURCE_NOT_FOUND, NAME_COLLISION, INVALID -> GrpcStatus.INVALID_ARGUMENT;
                            case UNAVAILABLE -> GrpcStatus.UNAVAILABLE;
                        };
                    default -> GrpcStatus.INTERNAL;
                };
        String message = String.valueOf(failure.getMessage());
        if (status == GrpcStatus.INTERNAL) {
            LOG.error("a gRPC call failed", failure);
            message = "the failure was logged";
        }
        request.response().status(status).statusMessage(message).end();
    }

    private static final class NoSuchMethod extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoSuchMethod(String method) {
            super("there is no method " + method);
        }
    }
}

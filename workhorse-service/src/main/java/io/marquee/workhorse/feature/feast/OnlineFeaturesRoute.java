package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.serving.FeaturePlan;
import io.marquee.workhorse.feature.serving.FeatureServing;
import io.marquee.workhorse.feature.serving.OnlineFeatures;
import io.marquee.workhorse.feature.serving.OnlineQuery;
import io.marquee.workhorse.feature.serving.ServingConfig;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code POST /get-online-features}. Reading features is on the path of predictions, so it runs on the event loop from the
 * first byte to the last, beside the other endpoints' machinery.
 */
@ApplicationScoped
class OnlineFeaturesRoute {

    static final String PATH = "/get-online-features";

    private static final CharSequence JSON = HttpHeaders.createOptimized(FeastAnswer.JSON);

    private final FeatureServing serving;
    private final FeastMetrics metrics;
    private final ServingConfig config;
    private final FeastErrors errors;
    private final PlainQuery queries = new PlainQuery();

    OnlineFeaturesRoute(FeatureServing serving, FeastMetrics metrics, ServingConfig config) {
        this.serving = serving;
        this.metrics = metrics;
        this.config = config;
        this.errors = new FeastErrors(config.compatibility());
    }

    void register(@Observes Router router) {
        router.post(PATH).handler(this::answer);
    }

    private void answer(RoutingContext routing) {
        Call call = new Call(routing, System.nanoTime());
        RequestBody.read(routing.request(), config.maxBody()).onComplete(body -> {
            if (body.failed()) {
                failed(call, body.cause());
                return;
            }
            try {
                features(call, body.result()).onComplete(features -> {
                    if (features.succeeded()) {
                        answered(call, features.result());
                    } else {
                        failed(call, features.cause());
                    }
                });
            } catch (RuntimeException e) {
                failed(call, e);
            }
        });
    }

    private Future<OnlineFeatures> features(Call call, Buffer body) {
        byte[] bytes = body.getBytes();
        OnlineQuery plain = queries.read(bytes);
        OnlineQuery query = plain == null ? QueryReader.read(bytes) : plain;
        FeaturePlan plan = serving.plan(query);
        call.shape = new FeastMetrics.Shape(PATH, plan.columns().size(), plan.viewCount());
        metrics.asked(query.entityCount());
        return serving.read(plan, query);
    }

    private void answered(Call call, OnlineFeatures features) {
        JsonBytes json;
        try {
            json = JsonAnswer.of(features);
        } catch (RuntimeException e) {
            failed(call, e);
            return;
        }
        metrics.answered(call.shape, true, System.nanoTime() - call.started);
        send(call.routing, 200, Buffer.buffer(Unpooled.wrappedBuffer(json.array(), 0, json.length())));
    }

    private void failed(Call call, Throwable failure) {
        metrics.answered(call.shape, false, System.nanoTime() - call.started);
        FeastAnswer answer = errors.answer(failure);
        send(call.routing, answer.status(), Buffer.buffer(answer.body()));
    }

    private static void send(RoutingContext routing, int status, Buffer body) {
        HttpServerResponse response = routing.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(body);
        }
    }

    /** What is known of a request while it is answered. */
    private static final class Call {

        private final RoutingContext routing;
        private final long started;
        private FeastMetrics.Shape shape = FeastMetrics.Shape.of(PATH);

        Call(RoutingContext routing, long started) {
            this.routing = routing;
            this.started = started;
        }
    }
}

package io.marquee.workhorse.feature.feast;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.serving.FeatureServing;
import io.marquee.workhorse.feature.serving.ServingConfig;
import io.marquee.workhorse.feature.serving.TestServing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The edge on a port of its own, before a real Redis, without the rest of the service. */
final class FeastEdge implements AutoCloseable {

    /** What is pushed here is checked and gets no further. */
    private static final class NoWrites extends FeastWrites {

        @SuppressWarnings("NullAway")
        NoWrites(FeastMetrics metrics) {
            super(TestServing::definitions, null, null, metrics);
        }
    }

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Redis redis;
    private final HttpServer server;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    FeastEdge(Map<String, String> settings) {
        LocalStackResource stack = new LocalStackResource();
        stack.init(Map.of("parts", "redis"));
        Map<String, String> environment = stack.start();
        redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(
                                "redis://" + environment.get("REDIS_HOST") + ":" + environment.get("REDIS_PORT"))
                        .setMaxPoolSize(8)
                        .setMaxWaitingHandlers(16384));
        Map<String, String> all = new HashMap<>(settings);
        all.put(
                "marquee.online-store.connection-string",
                environment.get("REDIS_HOST") + ":" + environment.get("REDIS_PORT"));
        ServingConfig config = TestServing.config(all);
        FeatureServing serving = TestServing.serving(vertx, all, Clock.fixed(NOW, ZoneOffset.UTC));
        Router router = Router.router(vertx);
        FeastMetrics metrics = new FeastMetrics(meters);
        new OnlineFeaturesRoute(serving, metrics, config).register(router);
        new FeastGrpc(serving, new NoWrites(metrics), metrics, config, vertx, "1.2.3").register(router);
        server = await(vertx.createHttpServer().requestHandler(router).listen(0, "localhost"));
    }

    int port() {
        return server.actualPort();
    }

    /** Stores a row as the online store does. */
    void store(String view, EntityKey key, OnlineRow row) {
        store(key.redisKey(TestServing.PROJECT), view, row);
    }

    void store(byte[] key, String view, OnlineRow row) {
        Request request = Request.cmd(Command.HSET).arg(key);
        for (OnlineRow.HashEntry entry :
                row.toHash(TestServing.definitions().view(view).view())) {
            request.arg(entry.field()).arg(entry.value());
        }
        await(redis.send(request));
    }

    Response command(Request request) {
        return await(redis.send(request));
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                            .POST(body)
                            .header("Content-Type", "text/whatever")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        await(vertx.close());
    }
}

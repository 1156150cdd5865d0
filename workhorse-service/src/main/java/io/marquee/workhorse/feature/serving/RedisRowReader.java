package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.OnlineStoreConfig;
import io.marquee.workhorse.feature.online.redis.RedisType;
import io.quarkus.redis.client.RedisClientName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends reads to Redis, pipelined. Each event loop has a connection of its own, shared by all requests on that loop: no
 * request waits for a free connection, and no answer changes threads.
 */
@ApplicationScoped
class RedisRowReader {

    /** Commands that go out together; more of a large request follow when these are answered, which bounds memory. */
    private static final int BATCH = 512;

    private final Redis redis;
    private final Vertx vertx;
    private final ServingConfig config;
    private final boolean cluster;
    private final Map<Thread, Future<RedisConnection>> connections = new ConcurrentHashMap<>();

    RedisRowReader(
            @RedisClientName("serving") Redis redis, Vertx vertx, ServingConfig config, OnlineStoreConfig store) {
        this.redis = redis;
        this.vertx = vertx;
        this.config = config;
        this.cluster = store.type() == RedisType.REDIS_CLUSTER;
    }

    /**
     * Sends the commands, which must only read: they are sent again when the connection breaks.
     *
     * @return the answers in the order of the commands; failed with a {@link ServingException} when Redis does not answer
     */
    Future<List<Response>> read(List<Request> requests) {
        Context context = vertx.getOrCreateContext();
        Future<List<Response>> answers;
        if (Context.isOnEventLoopThread()) {
            answers = readAll(requests);
        } else {
            Promise<List<Response>> promise = Promise.promise();
            context.runOnContext(unused -> readAll(requests).onComplete(promise));
            answers = promise.future();
        }
        return answers.timeout(config.patience().toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(new ServingException(
                        ServingException.Kind.UNAVAILABLE,
                        "the online store does not answer: " + cause.getMessage(),
                        cause)));
    }

    private Future<List<Response>> readAll(List<Request> requests) {
        if (requests.size() <= BATCH) {
            return readBatch(requests);
        }
        return readFrom(requests, 0, new ArrayList<>(requests.size()));
    }

    private Future<List<Response>> readFrom(List<Request> requests, int from, List<Response> answers) {
        if (from == requests.size()) {
            return Future.succeededFuture(answers);
        }
        int to = Math.min(requests.size(), from + BATCH);
        return readBatch(requests.subList(from, to)).compose(batch -> {
            answers.addAll(batch);
            return readFrom(requests, to, answers);
        });
    }

    private Future<List<Response>> readBatch(List<Request> requests) {
        Future<RedisConnection> connection = connection();
        return connection.compose(open -> send(open, requests)).recover(cause -> {
            // A connection that broke while it was not used is only found out by using it.
            forget(connection);
            return connection().compose(open -> send(open, requests));
        });
    }

    private Future<List<Response>> send(RedisConnection connection, List<Request> requests) {
        if (!cluster) {
            return connection.batch(requests);
        }
        // Each command goes to the node that holds its key.
        List<Future<Response>> answers = new ArrayList<>(requests.size());
        for (Request request : requests) {
            answers.add(connection.send(request));
        }
        return Future.all(answers).map(all -> all.list());
    }

    private Future<RedisConnection> connection() {
        return connections.computeIfAbsent(Thread.currentThread(), unused -> redis.connect());
    }

    private void forget(Future<RedisConnection> connection) {
        if (connections.remove(Thread.currentThread(), connection) && connection.succeeded()) {
            connection.result().close();
        }
    }
}

package io.marquee.controltower.feature;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends reads to Redis without waiting for each other. One server takes them as one batch. In a cluster each goes to the
 * server that has its key, over one connection that stays: to look for the servers anew would cost a round for each request.
 */
final class RedisReads {

    private final Redis redis;
    private final RedisType type;
    private final AtomicReference<@Nullable Future<RedisConnection>> cluster = new AtomicReference<>();

    RedisReads(Redis redis, RedisType type) {
        this.redis = redis;
        this.type = type;
    }

    /**
     * Sends commands, each of one key.
     *
     * @return their answers in the same order; fails when one of them fails
     */
    Future<List<Response>> send(List<Request> requests) {
        if (type == RedisType.REDIS) {
            return redis.batch(requests);
        }
        Future<RedisConnection> connection = connection();
        return connection.compose(open -> spread(open, requests)).recover(cause -> {
            // A connection that broke while it was not used is only found out by using it.
            forget(connection);
            return connection().compose(open -> spread(open, requests));
        });
    }

    private static Future<List<Response>> spread(RedisConnection connection, List<Request> requests) {
        List<Future<Response>> answers = new ArrayList<>(requests.size());
        for (Request request : requests) {
            answers.add(connection.send(request));
        }
        return Future.all(answers).map(all -> all.list());
    }

    private Future<RedisConnection> connection() {
        Future<RedisConnection> known = cluster.get();
        if (known != null && !known.failed()) {
            return known;
        }
        Future<RedisConnection> opened = redis.connect();
        if (cluster.compareAndSet(known, opened)) {
            return opened;
        }
        opened.onSuccess(RedisConnection::close);
        return connection();
    }

    private void forget(Future<RedisConnection> connection) {
        if (cluster.compareAndSet(connection, null) && connection.succeeded()) {
            connection.result().close();
        }
    }
}

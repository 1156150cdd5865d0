package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.OnlineStoreConfig;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends reads to Redis, pipelined, on the event loop of who asks. */
@Singleton
class RedisRowReader {

    private final Vertx vertx;
    private final ServingConfig config;
    private final RedisServers servers;
    private final RowConnections connections;
    private final Map<Thread, RowLoop> loops = new ConcurrentHashMap<>();

    RedisRowReader(Vertx vertx, ServingConfig config, OnlineStoreConfig store) {
        this.vertx = vertx;
        this.config = config;
        RedisSettings settings = store.settings();
        this.servers = new RedisServers(settings);
        this.connections = new RowConnections(vertx, settings);
    }

    void stop(@Observes ShutdownEvent event) {
        servers.close();
    }

    /**
     * Reads rows.
     *
     * @return the answers in the order of the reads; failed with a {@link ServingException} when Redis does not answer
     */
    Future<RowReply[]> read(List<RowRead> reads) {
        Promise<RowReply[]> answers = Promise.promise();
        if (Context.isOnEventLoopThread()) {
            loop().read(reads, answers);
        } else {
            vertx.getOrCreateContext().runOnContext(unused -> loop().read(reads, answers));
        }
        return answers.future();
    }

    /** That of this thread; its connections belong to no request, so they live in a context that is none's either. */
    private RowLoop loop() {
        RowLoop known = loops.get(Thread.currentThread());
        if (known == null) {
            Context root = VertxContext.getRootContext(vertx.getOrCreateContext());
            known = new RowLoop(vertx, root, servers, connections, config.patience());
            loops.put(Thread.currentThread(), known);
        }
        return known;
    }
}

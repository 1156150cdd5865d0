package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows on one event loop: it has a connection to each server, shared by all requests of the loop, so that no request
 * waits for a free connection and no answer changes threads. Everything here happens on that loop.
 */
final class RowLoop implements RowConnection.Listener {

    /** Commands of a call that go out together; more of a large one follow when these are answered, which bounds memory. */
    private static final int PART = 512;

    /** A connection that broke while it was not used is only found out by using it, so a command is sent once more. */
    private static final int ATTEMPTS = 2;

    /** Slots that move are followed from server to server. */
    private static final int CLUSTER_ATTEMPTS = 6;

    private static final long TICK_MILLIS = 50;

    private final Vertx vertx;
    private final Context context;
    private final RedisServers servers;
    private final RowConnections opener;
    private final Duration patience;
    private final Map<RedisNode, RowConnection> connections = new HashMap<>();
    private final Queue<RowCall> calls = new ArrayDeque<>();
    private @Nullable List<RowCall.Sent> looking;
    private boolean watching;

    RowLoop(Vertx vertx, Context context, RedisServers servers, RowConnections opener, Duration patience) {
        this.vertx = vertx;
        this.context = context;
        this.servers = servers;
        this.opener = opener;
        this.patience = patience;
    }

    /** Reads rows. */
    void read(List<RowRead> reads, Promise<RowReply[]> promise) {
        RowCall call = new RowCall(this, reads, promise, System.nanoTime() + patience.toNanos());
        for (RowCall first = calls.peek(); first != null && first.isOver(); first = calls.peek()) {
            calls.remove();
        }
        calls.add(call);
        if (!watching) {
            watching = true;
            vertx.setTimer(TICK_MILLIS, unused -> watch());
        }
        proceed(call);
    }

    /** Sends the next part of a call. */
    void proceed(RowCall call) {
        while (call.hasMore(PART)) {
            send(call.take());
        }
    }

    private void send(RowCall.Sent sent) {
        RedisNode node = servers.isCluster() ? servers.known(sent.read().slot()) : servers.first();
        if (node == null) {
            look(sent);
        } else {
            connection(node).send(sent, false);
        }
    }

    private RowConnection connection(RedisNode node) {
        RowConnection known = connections.get(node);
        if (known == null) {
            known = opener.open(node, context, this);
            connections.put(node, known);
        }
        return known;
    }

    @Override
    public void refused(RowConnection connection, RowCall.Sent sent, String error) {
        Reply.Failure failure = new Reply.Failure(error);
        boolean asking = failure.is("ASK");
        if (servers.isCluster() && (asking || failure.is("MOVED")) && sent.attempt() < CLUSTER_ATTEMPTS - 1) {
            if (!asking) {
                look(null);
            }
            connection(failure.server(connection.node())).send(sent, asking);
        } else {
            sent.failed(new IOException(error));
        }
    }

    @Override
    public void broken(RowConnection connection, List<RowCall.Sent> unanswered, Throwable cause) {
        connections.remove(connection.node(), connection);
        for (RowCall.Sent sent : unanswered) {
            if (sent.isOver()) {
                continue;
            }
            if (sent.attempt() >= (servers.isCluster() ? CLUSTER_ATTEMPTS : ATTEMPTS) - 1) {
                sent.failed(cause);
            } else if (servers.isCluster()) {
                // Another server may have taken its place.
                look(sent);
            } else {
                send(sent);
            }
        }
    }

    /** Asks the cluster who has what, beside this loop, and then sends a command that waits for it. */
    private void look(RowCall.@Nullable Sent waiting) {
        List<RowCall.Sent> underWay = looking;
        if (underWay != null) {
            if (waiting != null) {
                underWay.add(waiting);
            }
            return;
        }
        List<RowCall.Sent> all = new ArrayList<>();
        if (waiting != null) {
            all.add(waiting);
        }
        looking = all;
        vertx.executeBlocking(
                        () -> {
                            servers.look();
                            return true;
                        },
                        false)
                .onComplete(looked -> {
                    looking = null;
                    for (RowCall.Sent sent : all) {
                        if (looked.succeeded()) {
                            send(sent);
                        } else {
                            sent.failed(looked.cause());
                        }
                    }
                });
    }

    /** Gives up calls that have waited too long; they are in the order of their deadlines. */
    private void watch() {
        long now = System.nanoTime();
        for (RowCall first = calls.peek();
                first != null && (first.isOver() || first.isLate(now));
                first = calls.peek()) {
            calls.remove().fail(new TimeoutException("no answer within " + patience.toMillis() + " ms"));
        }
        watching = !calls.isEmpty();
        if (watching) {
            vertx.setTimer(TICK_MILLIS, unused -> watch());
        }
    }
}

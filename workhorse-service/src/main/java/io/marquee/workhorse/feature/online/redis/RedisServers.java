package io.marquee.workhorse.feature.online.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Redis servers with connections that are used again. In a cluster it knows which server has which slots, as of the last
 * look; who is told {@code MOVED} has to {@link #look} again. Safe for many threads; each has a connection to itself.
 */
public final class RedisServers implements AutoCloseable {

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(RespConnection connection) throws RedisException;
    }

    /** More connections than this to a server are closed after use. */
    private static final int KEPT_CONNECTIONS = 8;

    private final RedisSettings settings;
    private final Map<RedisNode, Deque<RespConnection>> idle = new ConcurrentHashMap<>();
    private volatile RedisNode @Nullable [] slots;

    public RedisServers(RedisSettings settings) {
        this.settings = settings;
    }

    public boolean isCluster() {
        return settings.type() == RedisType.REDIS_CLUSTER;
    }

    /** The servers that hold keys. */
    public List<RedisNode> masters() throws RedisException {
        if (!isCluster()) {
            return settings.nodes();
        }
        Set<RedisNode> masters = new LinkedHashSet<>(List.of(slots()));
        return List.copyOf(masters);
    }

    /** The server that has a slot, as far as is known. */
    public RedisNode nodeOf(int slot) throws RedisException {
        return isCluster() ? slots()[slot] : settings.nodes().getFirst();
    }

    /** The server that has a slot as of the last look; null before the first one. Does not wait for anything. */
    public @Nullable RedisNode known(int slot) {
        RedisNode[] known = slots;
        return known == null ? null : known[slot];
    }

    /** The first server that was named. */
    public RedisNode first() {
        return settings.nodes().getFirst();
    }

    /** Asks the cluster anew who has which slots. */
    public void look() throws RedisException {
        if (isCluster()) {
            slots = readSlots();
        }
    }

    /** Works on a connection to a server. One that failed is not used again. */
    public <T> T with(RedisNode node, Work<T> work) throws RedisException {
        RespConnection connection = take(node);
        boolean whole = false;
        try {
            T result = work.on(connection);
            whole = true;
            return result;
        } finally {
            if (whole) {
                keep(connection);
            } else {
                // The others lead to the same server; after an outage they would fail one by one.
                connection.close();
                closeIdle(node);
            }
        }
    }

    private RespConnection take(RedisNode node) throws RedisException {
        Deque<RespConnection> connections = idle.computeIfAbsent(node, other -> new ArrayDeque<>());
        synchronized (connections) {
            RespConnection connection = connections.pollLast();
            if (connection != null) {
                return connection;
            }
        }
        return RespConnection.open(node, settings);
    }

    private void keep(RespConnection connection) {
        Deque<RespConnection> connections = idle.computeIfAbsent(connection.node(), other -> new ArrayDeque<>());
        synchronized (connections) {
            if (connections.size() < KEPT_CONNECTIONS) {
                connections.addLast(connection);
                return;
            }
        }
        connection.close();
    }

    private void closeIdle(RedisNode node) {
        Deque<RespConnection> connections = idle.computeIfAbsent(node, other -> new ArrayDeque<>());
        List<RespConnection> closing;
        synchronized (connections) {
            closing = List.copyOf(connections);
            connections.clear();
        }
        closing.forEach(RespConnection::close);
    }

    private RedisNode[] slots() throws RedisException {
        RedisNode[] known = slots;
        if (known == null) {
            known = readSlots();
            slots = known;
        }
        return known;
    }

    /** Asks one server after the other, those of the last look too, until one answers. */
    private RedisNode[] readSlots() throws RedisException {
        Set<RedisNode> candidates = new LinkedHashSet<>(settings.nodes());
        RedisNode[] known = slots;
        if (known != null) {
            candidates.addAll(List.of(known));
        }
        RedisException last = null;
        for (RedisNode candidate : candidates) {
            try {
                return with(candidate, connection -> slotsOf(candidate, connection.call("CLUSTER", "SLOTS")));
            } catch (RedisException e) {
                last = e;
            }
        }
        throw last == null ? RedisException.passing("there is no Redis server") : last;
    }

    private static RedisNode[] slotsOf(RedisNode asked, Reply answer) throws RedisException {
        List<@Nullable RedisNode> slots = new ArrayList<>(java.util.Collections.nCopies(KeySlot.SLOTS, null));
        for (Reply range : answer.many()) {
            List<Reply> parts = range.many();
            List<Reply> master = parts.get(2).many();
            // A server that does not know its own address says nothing, which means: the one that was asked.
            String host = master.getFirst() instanceof Reply.Bulk named && named.bytes().length > 0
                    ? named.text()
                    : asked.host();
            RedisNode node = new RedisNode(host, Math.toIntExact(master.get(1).number()));
            for (int slot = (int) parts.get(0).number(); slot <= parts.get(1).number(); slot++) {
                slots.set(slot, node);
            }
        }
        int missing = slots.indexOf(null);
        if (missing >= 0) {
            throw RedisException.passing("the cluster has nobody for slot " + missing);
        }
        return slots.toArray(RedisNode[]::new);
    }

    @Override
    public void close() {
        idle.keySet().forEach(this::closeIdle);
    }
}

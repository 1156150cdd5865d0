package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One life of Redis. A new one begins when it is emptied, and when a server starts or takes over: a server that ended without
 * notice may have lost what it confirmed in its last second, since it writes its log to disk once a second.
 *
 * @param marker left by this service; empty when Redis has none
 * @param servers ids that the servers drew when they started
 */
record Incarnation(Optional<String> marker, String servers) {

    static Incarnation read(RedisServers redis, String project) throws RedisException {
        redis.look();
        Set<String> ids = new TreeSet<>();
        for (RedisNode node : redis.masters()) {
            ids.add(redis.with(
                    node, connection -> runId(connection.call("INFO", "server").text())));
        }
        byte[] key = key(project);
        Reply marker = redis.with(redis.nodeOf(KeySlot.of(key, 0, key.length)), connection -> {
            connection.send(new ByteBuilder(64).putArrayHead(2).putBulk("GET").putBulk(key));
            return connection.receive().orThrow();
        });
        return new Incarnation(
                marker instanceof Reply.Bulk bulk ? Optional.of(bulk.text()) : Optional.empty(), String.join(",", ids));
    }

    /** Whether everything that was written in an earlier look's life is still there: a mark may have been added. */
    boolean continues(Incarnation earlier) {
        return servers.equals(earlier.servers) && (earlier.marker.isEmpty() || marker.equals(earlier.marker));
    }

    static void mark(RedisServers redis, String project, String marker) throws RedisException {
        byte[] key = key(project);
        redis.with(redis.nodeOf(KeySlot.of(key, 0, key.length)), connection -> {
            connection.send(new ByteBuilder(64)
                    .putArrayHead(3)
                    .putBulk("SET")
                    .putBulk(key)
                    .putBulk(marker));
            return connection.receive().orThrow();
        });
    }

    /** No entity's key, and not one that Feast would take for one: those end with the project's name. */
    private static byte[] key(String project) {
        return ("marquee:" + project + ":online-store").getBytes(StandardCharsets.UTF_8);
    }

    private static String runId(String info) throws RedisException {
        return info.lines()
                .filter(line -> line.startsWith("run_id:"))
                .map(line -> line.substring("run_id:".length()).strip())
                .findFirst()
                .orElseThrow(() -> RedisException.passing("a server does not say its run_id"));
    }
}

package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes entities out of Redis, or what one view has of them. */
final class RowRemoval {

    /** How one key is removed. */
    @FunctionalInterface
    private interface Removal {
        void putCommand(byte[] key, ByteBuilder commands);
    }

    private final RedisServers servers;

    RowRemoval(RedisServers servers) {
        this.servers = servers;
    }

    /** Removes these keys; how many there were. */
    long remove(List<byte[]> keys) throws RedisException {
        servers.look();
        return remove(
                keys,
                (key, commands) -> commands.putArrayHead(2).putBulk("UNLINK").putBulk(key));
    }

    /** Removes every entity of a project; how many it were. */
    long removeAll(String project) throws RedisException {
        long removed = 0;
        KeyScan scan = new KeyScan(servers, project);
        while (scan.hasNext()) {
            removed += remove(scan.next());
        }
        return removed;
    }

    /**
     * Takes one view's fields out of these keys, where they are not of a later time; out of how many.
     *
     * @param fields of the view as arguments, that of its time first
     * @param latest what is of a later time stays
     */
    long removeView(List<byte[]> keys, List<byte[]> fields, Instant latest) throws RedisException {
        servers.look();
        return remove(keys, (key, commands) -> {
            commands.putArrayHead(7 + fields.size())
                    .putBulk("EVAL")
                    .putBulk(RowRemovalScript.SOURCE)
                    .putBulk("1")
                    .putBulk(key)
                    .put(fields.getFirst())
                    .putBulk(Long.toString(latest.getEpochSecond()))
                    .putBulk(Integer.toString(latest.getNano()));
            fields.forEach(commands::put);
        });
    }

    /** One command a key: in a cluster, those of one command must have the same slot. */
    private long remove(List<byte[]> keys, Removal removal) throws RedisException {
        Map<RedisNode, List<byte[]>> byNode = new LinkedHashMap<>();
        for (byte[] key : keys) {
            byNode.computeIfAbsent(servers.nodeOf(KeySlot.of(key, 0, key.length)), node -> new ArrayList<>())
                    .add(key);
        }
        long removed = 0;
        for (Map.Entry<RedisNode, List<byte[]>> some : byNode.entrySet()) {
            removed += servers.with(some.getKey(), connection -> {
                ByteBuilder commands = new ByteBuilder(1 << 12);
                some.getValue().forEach(key -> removal.putCommand(key, commands));
                connection.send(commands);
                long here = 0;
                for (int i = 0; i < some.getValue().size(); i++) {
                    here += connection.receive().number();
                }
                return here;
            });
        }
        return removed;
    }
}

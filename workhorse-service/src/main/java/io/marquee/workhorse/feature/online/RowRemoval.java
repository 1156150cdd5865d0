package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import io.marquee.workhorse.feature.online.redis.RespConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes entities out of Redis. */
final class RowRemoval {

    private static final String PAGE = "1000";

    private final RedisServers servers;

    RowRemoval(RedisServers servers) {
        this.servers = servers;
    }

    /** Removes these keys; how many there were. */
    long remove(List<byte[]> keys) throws RedisException {
        servers.look();
        Map<RedisNode, List<byte[]>> byNode = new LinkedHashMap<>();
        for (byte[] key : keys) {
            byNode.computeIfAbsent(servers.nodeOf(KeySlot.of(key, 0, key.length)), node -> new ArrayList<>())
                    .add(key);
        }
        long removed = 0;
        for (Map.Entry<RedisNode, List<byte[]>> some : byNode.entrySet()) {
            removed += servers.with(some.getKey(), connection -> unlink(connection, some.getValue()));
        }
        return removed;
    }

    /** Removes every entity of a project; how many it were. */
    long removeAll(String project) throws RedisException {
        servers.look();
        long removed = 0;
        for (RedisNode node : servers.masters()) {
            removed += servers.with(node, connection -> removeAll(connection, project));
        }
        return removed;
    }

    private static long removeAll(RespConnection connection, String project) throws RedisException {
        String pattern = "*" + project.replaceAll("([\\\\*?\\[\\]^])", "\\\\$1");
        byte[] suffix = project.getBytes(StandardCharsets.UTF_8);
        long removed = 0;
        String cursor = "0";
        do {
            List<Reply> page = connection
                    .call("SCAN", cursor, "MATCH", pattern, "COUNT", PAGE)
                    .many();
            cursor = page.get(0).text();
            List<byte[]> rows = new ArrayList<>();
            for (Reply found : page.get(1).many()) {
                if (found instanceof Reply.Bulk key && StoredKey.isOf(suffix, key.bytes())) {
                    rows.add(key.bytes());
                }
            }
            removed += unlink(connection, rows);
        } while (!cursor.equals("0"));
        return removed;
    }

    /** One command a key: in a cluster, those of one command must have the same slot. */
    private static long unlink(RespConnection connection, List<byte[]> keys) throws RedisException {
        ByteBuilder commands = new ByteBuilder(1 << 12);
        for (byte[] key : keys) {
            commands.putArrayHead(2).putBulk("UNLINK").putBulk(key);
        }
        connection.send(commands);
        long removed = 0;
        for (int i = 0; i < keys.size(); i++) {
            removed += connection.receive().number();
        }
        return removed;
    }
}

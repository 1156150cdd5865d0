package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The keys of all entities of a project, page by page from one server after the other. Keys that are there all the time come
 * at least once, others perhaps.
 */
final class KeyScan {

    private static final String PAGE = "1000";
    private static final String BEGIN_AND_END = "0";

    private final RedisServers servers;
    private final Queue<RedisNode> nodes;
    private final String pattern;
    private final byte[] suffix;
    private String cursor = BEGIN_AND_END;

    KeyScan(RedisServers servers, String project) throws RedisException {
        servers.look();
        this.servers = servers;
        this.nodes = new ArrayDeque<>(servers.masters());
        this.pattern = "*" + project.replaceAll("([\\\\*?\\[\\]^])", "\\\\$1");
        this.suffix = project.getBytes(StandardCharsets.UTF_8);
    }

    boolean hasNext() {
        return !nodes.isEmpty();
    }

    /** Some keys; possibly none. */
    List<byte[]> next() throws RedisException {
        List<Reply> page = servers.with(nodes.element(), connection -> connection
                .call("SCAN", cursor, "MATCH", pattern, "COUNT", PAGE)
                .many());
        cursor = page.get(0).text();
        if (cursor.equals(BEGIN_AND_END)) {
            nodes.remove();
        }
        List<byte[]> keys = new ArrayList<>();
        for (Reply found : page.get(1).many()) {
            if (found instanceof Reply.Bulk key && StoredKey.isOf(suffix, key.bytes())) {
                keys.add(key.bytes());
            }
        }
        return keys;
    }
}

package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.RowBatch.Outcome;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import io.marquee.workhorse.feature.online.redis.RespConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes each row by {@link RowWriteScript}, pipelined, to the server that has its slot. It works wherever the keys are, also
 * while a cluster moves slots from one server to another.
 */
final class ScriptRowWriter implements RowWriter {

    /** A server that lacks the script, and slots that have moved, cost a round each. */
    private static final int ROUNDS = 6;

    private final RedisServers servers;

    ScriptRowWriter(RedisServers servers) {
        this.servers = servers;
    }

    @Override
    public void write(RowBatch batch, RowEncoder encoder, long secondsToLive) throws RedisException {
        Call call = new Call(batch, encoder, secondsToLive);
        for (int round = 0; round < ROUNDS; round++) {
            Map<RedisNode, List<Integer>> open = open(batch);
            if (open.isEmpty()) {
                return;
            }
            for (Map.Entry<RedisNode, List<Integer>> rows : open.entrySet()) {
                servers.with(rows.getKey(), connection -> call.on(connection, rows.getValue(), false));
            }
            for (Map.Entry<RedisNode, List<Integer>> rows : call.takeAsked().entrySet()) {
                servers.with(rows.getKey(), connection -> call.on(connection, rows.getValue(), true));
            }
            if (call.moved) {
                servers.look();
                call.moved = false;
            }
        }
        throw RedisException.passing("the cluster's servers do not agree who has which keys");
    }

    private Map<RedisNode, List<Integer>> open(RowBatch batch) throws RedisException {
        Map<RedisNode, List<Integer>> open = new LinkedHashMap<>();
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.outcome(row) == Outcome.OPEN) {
                RedisNode node = servers.nodeOf(servers.isCluster() ? batch.slot(row) : 0);
                open.computeIfAbsent(node, other -> new ArrayList<>()).add(row);
            }
        }
        return open;
    }

    /** The rows of one batch, and what servers said besides of them. */
    private static final class Call {

        private final RowBatch batch;
        private final RowEncoder encoder;
        private final byte[] head;
        private final byte[] lifetime;
        private final Map<RedisNode, List<Integer>> asked = new LinkedHashMap<>();
        private final ByteBuilder commands = new ByteBuilder(1 << 16);
        private boolean moved;

        Call(RowBatch batch, RowEncoder encoder, long secondsToLive) {
            this.batch = batch;
            this.encoder = encoder;
            this.head = new ByteBuilder(96)
                    .putArrayHead(8 + encoder.arguments())
                    .putBulk("EVALSHA")
                    .putBulk(RowWriteScript.SHA1)
                    .putBulk("1")
                    .copy();
            this.lifetime =
                    new ByteBuilder(16).putBulk(Long.toString(secondsToLive)).copy();
        }

        Map<RedisNode, List<Integer>> takeAsked() {
            Map<RedisNode, List<Integer>> taken = new LinkedHashMap<>(asked);
            asked.clear();
            return taken;
        }

        /** Whether all rows found their server. */
        boolean on(RespConnection connection, List<Integer> rows, boolean asking) throws RedisException {
            commands.clear();
            for (int row : rows) {
                if (asking) {
                    commands.putCommand("ASKING");
                }
                commands.put(head);
                batch.putKey(row, commands);
                commands.put(encoder.timestampField())
                        .putBulk(Long.toString(batch.seconds(row)))
                        .putBulk(Integer.toString(batch.nanos(row)))
                        .put(lifetime);
                batch.putPairs(row, commands);
            }
            connection.send(commands);
            boolean scriptMissing = false;
            boolean found = true;
            for (int row : rows) {
                if (asking) {
                    connection.receive().orThrow();
                }
                switch (connection.receive()) {
                    case Reply.Number written ->
                        batch.outcome(row, written.value() == 1 ? Outcome.WRITTEN : Outcome.NEWER);
                    case Reply.Failure failure when failure.is("NOSCRIPT") -> scriptMissing = true;
                    case Reply.Failure failure
                    when failure.is("MOVED") -> {
                        moved = true;
                        found = false;
                    }
                    case Reply.Failure failure
                    when failure.is("ASK") -> {
                        asked.computeIfAbsent(failure.server(connection.node()), other -> new ArrayList<>())
                                .add(row);
                        found = false;
                    }
                    case Reply other -> other.number();
                }
            }
            if (scriptMissing) {
                connection.call("SCRIPT", "LOAD", RowWriteScript.SOURCE).orThrow();
            }
            return found;
        }
    }
}

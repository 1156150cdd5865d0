package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.ValueCodec;
import io.marquee.workhorse.feature.online.RowBatch.Outcome;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import io.marquee.workhorse.feature.online.redis.RespConnection;
import java.time.Instant;
import java.util.List;

/**
 * Writes to one server as Feast does: asks for the stored times of some rows, then sets those that are not older. Feast can
 * overwrite what another writer has put there in between; here the keys are watched and the second step is a transaction,
 * which Redis calls off when any of them has changed. Rows of a transaction that was called off are written by the script.
 *
 * <p>A batch is cut into transactions, each sent together with the question for the next one. They are short because Redis
 * looks through all watched keys for each one it is told to watch. Redis spends about three quarters of its time on the rows
 * themselves; the script takes it about twice as long.
 */
final class TransactionRowWriter implements RowWriter {

    private static final int ROWS = 40;

    private final RedisServers servers;
    private final ScriptRowWriter script;

    TransactionRowWriter(RedisServers servers, ScriptRowWriter script) {
        this.servers = servers;
        this.script = script;
    }

    @Override
    public void write(RowBatch batch, RowEncoder encoder, long secondsToLive) throws RedisException {
        Plan plan = new Plan(batch, encoder, secondsToLive);
        servers.with(servers.nodeOf(0), plan::run);
        script.write(batch, encoder, secondsToLive);
    }

    /** The transactions of one batch. */
    private static final class Plan {

        private final RowBatch batch;
        private final byte[] timestampField;
        private final byte[] ask;
        private final byte[] set;
        private final byte[] expire;
        private final byte[] lifetime;
        private final ByteBuilder commands = new ByteBuilder(1 << 15);

        Plan(RowBatch batch, RowEncoder encoder, long secondsToLive) {
            this.batch = batch;
            this.timestampField = encoder.timestampField();
            this.ask = head(3, "HGET");
            this.set = head(2 + encoder.arguments(), "HSET");
            boolean forever = secondsToLive == 0;
            this.expire = forever ? head(2, "PERSIST") : head(3, "EXPIRE");
            this.lifetime = forever
                    ? new byte[0]
                    : new ByteBuilder(16).putBulk(Long.toString(secondsToLive)).copy();
        }

        private static byte[] head(int arguments, String command) {
            return new ByteBuilder(32).putArrayHead(arguments).putBulk(command).copy();
        }

        /** How many rows were written or left alone; the others were called off. */
        int run(RespConnection connection) throws RedisException {
            int settled = 0;
            putQuestion(0);
            connection.send(commands);
            for (int from = 0; from < batch.rows(); from = end(from)) {
                boolean[] setting = answers(connection, from);
                commands.clear();
                int count = putTransaction(from, setting);
                if (end(from) < batch.rows()) {
                    putQuestion(end(from));
                }
                connection.send(commands);
                if (took(connection, count)) {
                    for (int i = 0; i < setting.length; i++) {
                        batch.outcome(from + i, setting[i] ? Outcome.WRITTEN : Outcome.NEWER);
                    }
                    settled += setting.length;
                }
            }
            return settled;
        }

        private int end(int from) {
            return Math.min(from + ROWS, batch.rows());
        }

        private void putQuestion(int from) {
            commands.putArrayHead(1 + end(from) - from).putBulk("WATCH");
            for (int row = from; row < end(from); row++) {
                batch.putKey(row, commands);
            }
            for (int row = from; row < end(from); row++) {
                commands.put(ask);
                batch.putKey(row, commands);
                commands.put(timestampField);
            }
        }

        /** Which rows are not older than what is stored. */
        private boolean[] answers(RespConnection connection, int from) throws RedisException {
            connection.receive().orThrow();
            boolean[] setting = new boolean[end(from) - from];
            for (int i = 0; i < setting.length; i++) {
                setting[i] = !isNewer(connection.receive().orThrow(), batch, from + i);
            }
            return setting;
        }

        private int putTransaction(int from, boolean[] setting) {
            commands.putCommand("MULTI");
            int count = 0;
            for (int i = 0; i < setting.length; i++) {
                if (setting[i]) {
                    commands.put(set);
                    batch.putAll(from + i, commands);
                    count++;
                }
                commands.put(expire);
                batch.putKey(from + i, commands);
                commands.put(lifetime);
                count++;
            }
            commands.putCommand("EXEC");
            return count;
        }

        /** Whether the transaction took place. */
        private static boolean took(RespConnection connection, int count) throws RedisException {
            Reply refused = null;
            for (int i = 0; i <= count; i++) {
                Reply queued = connection.receive();
                refused = queued instanceof Reply.Failure ? queued : refused;
            }
            Reply executed = connection.receive();
            if (refused != null) {
                refused.orThrow();
            }
            if (executed instanceof Reply.Nil) {
                return false;
            }
            List<Reply> results = executed.many();
            for (Reply result : results) {
                result.orThrow();
            }
            return true;
        }
    }

    private static boolean isNewer(Reply stored, RowBatch batch, int row) {
        if (!(stored instanceof Reply.Bulk time)) {
            return false;
        }
        Instant there = ValueCodec.decodeTimestamp(time.bytes());
        long seconds = there.getEpochSecond();
        return seconds > batch.seconds(row) || seconds == batch.seconds(row) && there.getNano() > batch.nanos(row);
    }
}

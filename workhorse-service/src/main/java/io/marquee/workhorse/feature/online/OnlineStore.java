package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.OnlineStoreReader;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import io.marquee.workhorse.feature.online.redis.RedisException;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.Reply;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Feature rows in Redis, in Feast's layout, on one server or a cluster. A row replaces one that is older or of the same time,
 * never a newer one, whoever else writes. That differs from Feast in rows of the same time, which Feast leaves alone: here a
 * rating that arrives late changes a row without changing its time.
 */
@ApplicationScoped
public class OnlineStore implements OnlineStoreReader {

    /**
     * What became of rows.
     *
     * @param newer rows left alone because a row of a later time is there
     */
    public record Written(long written, long newer) {

        static final Written NOTHING = new Written(0, 0);

        Written plus(Written more) {
            return new Written(written + more.written, newer + more.newer);
        }
    }

    private final ActiveDefinitions definitions;
    private final FeatureConfig config;
    private final OnlineStoreConfig storeConfig;
    private final RedisServers servers;
    private final RowWriter writer;

    OnlineStore(ActiveDefinitions definitions, FeatureConfig config, OnlineStoreConfig storeConfig) {
        this.definitions = definitions;
        this.config = config;
        this.storeConfig = storeConfig;
        this.servers = new RedisServers(storeConfig.settings());
        ScriptRowWriter script = new ScriptRowWriter(servers);
        this.writer = servers.isCluster() ? script : new TransactionRowWriter(servers, script);
    }

    void stop(@Observes ShutdownEvent event) {
        servers.close();
    }

    /**
     * Writes rows of a view, pipelined; all of them are in Redis when it returns. Several rows of an entity count as if they
     * were written one after the other.
     *
     * @throws ProblemException when Redis does not answer for longer than its patience, or refuses; some rows may have been
     *     written then, and writing all of them again is harmless
     */
    public Written write(ViewDefinition definition, List<EntityRow> rows) {
        if (rows.isEmpty()) {
            return Written.NOTHING;
        }
        NewestRows newest = NewestRows.of(rows, config.project());
        RowSink sink = sink(definition, storeConfig.patience());
        RowBatch batch = sink.take();
        for (Map.Entry<ByteBuffer, OnlineRow> row : newest.rows().entrySet()) {
            if (batch.isFull()) {
                sink.send(batch);
                batch = sink.take();
            }
            sink.encoder().encode(row.getKey().array(), row.getValue(), batch);
        }
        return sink.finish(batch).plus(newest.others());
    }

    /** Takes many rows of a view, each of another entity. */
    RowSink sink(ViewDefinition definition, Duration patience) {
        return new RowSink(
                new RowEncoder(definition.view(), config.project()),
                writer,
                secondsToLive(definition),
                patience,
                storeConfig.connections(),
                config.onlineBatch());
    }

    @Override
    public Optional<OnlineRow> read(String viewName, long entityId) {
        ViewDefinition definition = definitions.get().view(viewName);
        return read(
                viewName,
                EntityKey.of(definition.joinKey().column(), definition.joinKey().type(), entityId));
    }

    /** The row of one entity of a view; empty when it has none. */
    public Optional<OnlineRow> read(String viewName, EntityKey key) {
        FeatureView view = definitions.get().view(viewName).view();
        OnlineRow row = read(view, key.redisKey(config.project()));
        if (row == null && storeConfig.readKeyVersion2()) {
            row = read(view, key.redisKeyV2(config.project()));
        }
        return Optional.ofNullable(row);
    }

    private @Nullable OnlineRow read(FeatureView view, byte[] key) {
        List<String> features = view.fields().stream().map(FeatureField::name).toList();
        List<byte[]> fields = OnlineRow.hashFields(view.name(), features);
        ByteBuilder command = new ByteBuilder(512)
                .putArrayHead(2 + fields.size())
                .putBulk("HMGET")
                .putBulk(key);
        fields.forEach(command::putBulk);
        return OnlineRow.fromHash(
                features,
                ask(KeySlot.of(key, 0, key.length), command).stream()
                        .map(value -> value instanceof Reply.Bulk bulk ? bulk.bytes() : null)
                        .toList());
    }

    /** A question about one key; a stale connection or a slot that has moved is got round once. */
    private List<Reply> ask(int slot, ByteBuilder command) {
        try {
            try {
                return askOnce(slot, command);
            } catch (RedisException e) {
                servers.look();
                return askOnce(slot, command);
            }
        } catch (RedisException e) {
            throw problem(e);
        }
    }

    private List<Reply> askOnce(int slot, ByteBuilder command) throws RedisException {
        return servers.with(servers.nodeOf(slot), connection -> {
            connection.send(command);
            return connection.receive().many();
        });
    }

    /** Forgets the rows of some entities, those of all views that have the same join keys; how many had any. */
    public long forget(Collection<EntityKey> entities) {
        List<byte[]> keys = entities.stream()
                .map(entity -> entity.redisKey(config.project()))
                .toList();
        try {
            return Persistence.of(storeConfig.patience(), () -> new RowRemoval(servers).remove(keys));
        } catch (RedisException e) {
            throw problem(e);
        }
    }

    /** Forgets the rows of all views, those of entities that are not known any more too; how many entities it were. */
    public long forgetAll() {
        try {
            return Persistence.of(storeConfig.patience(), () -> new RowRemoval(servers).removeAll(config.project()));
        } catch (RedisException e) {
            throw problem(e);
        }
    }

    /**
     * Takes a view's rows away whose entities are not among those that were found in DuckDB; how many. It is for a rebuild:
     * rows of a later time stay, since a stream or a push may know an entity first.
     */
    long removeStrays(ViewDefinition definition, DuckDb duckDb, Instant latest) throws SQLException {
        StrayRows strays = new StrayRows(duckDb, definition.joinKeys());
        List<byte[]> fields = new RowEncoder(definition.view(), config.project()).allFields();
        RowRemoval removal = new RowRemoval(servers);
        AtomicLong removed = new AtomicLong();
        try {
            KeyScan scan = new KeyScan(servers, config.project());
            while (scan.hasNext()) {
                strays.stored(scan.next());
            }
            strays.find(config.onlineBatch(), keys -> removed.addAndGet(removal.removeView(keys, fields, latest)));
            return removed.get();
        } catch (RedisException e) {
            throw problem(e);
        }
    }

    /** What Redis says of itself; another one when it was emptied or restarted. */
    Incarnation incarnation(Duration patience) {
        try {
            return Persistence.of(patience, () -> Incarnation.read(servers, config.project()));
        } catch (RedisException e) {
            throw problem(e);
        }
    }

    /** Leaves a mark that is gone when Redis is emptied. */
    void mark(String marker) {
        try {
            Persistence.of(storeConfig.patience(), () -> {
                Incarnation.mark(servers, config.project(), marker);
                return marker;
            });
        } catch (RedisException e) {
            throw problem(e);
        }
    }

    /** All views with the same join keys share a key in Redis, so it stays as long as the longest-lived of them. */
    private long secondsToLive(ViewDefinition definition) {
        Set<String> columns = columns(definition);
        long longest = definition.onlineTtl().toSeconds();
        for (ViewDefinition view : definitions.get().views()) {
            if (columns(view).equals(columns)) {
                if (view.onlineTtl().isZero()) {
                    return 0;
                }
                longest = Math.max(longest, view.onlineTtl().toSeconds());
            }
        }
        return longest;
    }

    private static Set<String> columns(ViewDefinition definition) {
        Set<String> columns = new HashSet<>();
        definition.joinKeys().forEach(joinKey -> columns.add(joinKey.column()));
        return columns;
    }

    private static ProblemException problem(RedisException e) {
        return new ProblemException(
                e.isPassing() ? ProblemType.UNAVAILABLE : ProblemType.INTERNAL,
                "the online store does not answer: " + e.getMessage(),
                e);
    }

    /**
     * Of several rows of an entity the one that counts.
     *
     * @param rows by their keys in Redis
     * @param others what became of the rest
     */
    private record NewestRows(Map<ByteBuffer, OnlineRow> rows, Written others) {

        static NewestRows of(List<EntityRow> all, String project) {
            Map<ByteBuffer, OnlineRow> rows = LinkedHashMap.newLinkedHashMap(all.size());
            Written others = Written.NOTHING;
            for (EntityRow row : all) {
                ByteBuffer key = ByteBuffer.wrap(row.key().redisKey(project));
                OnlineRow before = rows.get(key);
                if (before != null && before.eventTimestamp().isAfter(row.row().eventTimestamp())) {
                    others = others.plus(new Written(0, 1));
                    continue;
                }
                if (before != null) {
                    others = others.plus(new Written(1, 0));
                }
                rows.put(key, row.row());
            }
            return new NewestRows(rows, others);
        }
    }
}

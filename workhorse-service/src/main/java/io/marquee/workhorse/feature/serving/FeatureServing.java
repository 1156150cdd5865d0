package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.online.OnlineStoreConfig;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the online rows of many entities and views at once. Like all on this path a singleton: proxies take time. */
@Singleton
public class FeatureServing {

    private final FeaturePlans plans;
    private final RedisRowReader redis;
    private final ServingConfig config;
    private final Clock clock;
    private final boolean readOldKeys;

    FeatureServing(
            FeaturePlans plans, RedisRowReader redis, ServingConfig config, OnlineStoreConfig store, Clock clock) {
        this.plans = plans;
        this.redis = redis;
        this.config = config;
        this.clock = clock;
        this.readOldKeys = store.readKeyVersion2();
    }

    /**
     * The plan that answers a query; the same object for the same features, until definitions change.
     *
     * @throws ServingException when a name in it is not known
     */
    public FeaturePlan plan(OnlineQuery query) {
        return plans.plan(query);
    }

    /**
     * Reads what a query asks for. May be called on an event loop, and calls back on the same one.
     *
     * @param plan of this query
     * @return fails with a {@link ServingException} when Redis does not answer
     * @throws ServingException when the entities cannot be used
     */
    public Future<OnlineFeatures> read(FeaturePlan plan, OnlineQuery query) {
        query.entities().forEach((name, values) -> {
            if (values.size() > config.maxEntities()) {
                throw ServingException.invalid("a request may name " + config.maxEntities() + " entities, '" + name
                        + "' names " + values.size());
            }
        });
        List<EntityColumn> entities = plan.entities(query.entities());
        int rows = entities.getFirst().values().length;
        if ((long) rows * plan.columns().size() > config.maxValues()) {
            throw ServingException.invalid("a request may ask for " + config.maxValues() + " values, not for " + rows
                    + " entities with " + plan.columns().size() + " features each");
        }
        Future<RowReply[]> replies = redis.read(reads(plan, entities, rows, FeaturePlan.Hash::key));
        if (readOldKeys) {
            replies = replies.compose(newer -> redis.read(reads(plan, entities, rows, FeaturePlan.Hash::oldKey))
                    .map(older -> filled(newer, older)));
        }
        return replies.map(
                answers -> new OnlineFeatures(plan, entities, answers, clock.instant(), config.compatibility()));
    }

    /** All rows of the first hash, then all of the next. */
    private static List<RowRead> reads(
            FeaturePlan plan, List<EntityColumn> entities, int rows, Function<FeaturePlan.Hash, KeyTemplate> key) {
        List<RowRead> reads = new ArrayList<>(rows * plan.hashes().size());
        for (FeaturePlan.Hash hash : plan.hashes()) {
            KeyTemplate template = key.apply(hash);
            List<EntityColumn> columns = columns(template, entities);
            for (int row = 0; row < rows; row++) {
                reads.add(new RowRead(hash.read(), template.key(columns, row)));
            }
        }
        return reads;
    }

    private static List<EntityColumn> columns(KeyTemplate template, List<EntityColumn> entities) {
        List<EntityColumn> columns = new ArrayList<>(entities.size());
        for (JoinKey joinKey : template.joinKeys()) {
            for (EntityColumn entity : entities) {
                if (entity.joinKey().equals(joinKey.column())) {
                    columns.add(entity);
                }
            }
        }
        return columns;
    }

    /** Rows that are nowhere under their new key are taken from their old one. */
    private static RowReply[] filled(RowReply[] newer, RowReply[] older) {
        for (int row = 0; row < newer.length; row++) {
            if (newer[row].isEmpty()) {
                newer[row] = older[row];
            }
        }
        return newer;
    }
}

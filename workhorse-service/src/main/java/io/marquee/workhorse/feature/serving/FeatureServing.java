package io.marquee.workhorse.feature.serving;

import io.marquee.workhorse.feature.online.OnlineStoreConfig;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Reads the online rows of many entities and views at once. */
@ApplicationScoped
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
        Future<Response[][]> hashes = readHashes(plan, entities, rows, FeaturePlan.Hash::key);
        if (readOldKeys) {
            hashes = hashes.compose(newer ->
                    readHashes(plan, entities, rows, FeaturePlan.Hash::oldKey).map(older -> filled(newer, older)));
        }
        return hashes.map(
                answers -> new OnlineFeatures(plan, entities, answers, clock.instant(), config.compatibility()));
    }

    private Future<Response[][]> readHashes(
            FeaturePlan plan, List<EntityColumn> entities, int rows, Function<FeaturePlan.Hash, KeyTemplate> key) {
        List<Request> requests = new ArrayList<>(rows * plan.hashes().size());
        for (FeaturePlan.Hash hash : plan.hashes()) {
            KeyTemplate template = key.apply(hash);
            List<EntityColumn> columns = template.joinKeys().stream()
                    .map(joinKey -> entities.stream()
                            .filter(column -> column.joinKey().equals(joinKey.column()))
                            .findFirst()
                            .orElseThrow())
                    .toList();
            for (int row = 0; row < rows; row++) {
                requests.add(hash.read(template, columns, row));
            }
        }
        return redis.read(requests).map(answers -> {
            Response[][] hashes = new Response[plan.hashes().size()][rows];
            for (int hash = 0; hash < hashes.length; hash++) {
                for (int row = 0; row < rows; row++) {
                    hashes[hash][row] = answers.get(hash * rows + row);
                }
            }
            return hashes;
        });
    }

    /** Rows that are nowhere under their new key are taken from their old one. */
    private static Response[][] filled(Response[][] newer, Response[][] older) {
        for (int hash = 0; hash < newer.length; hash++) {
            for (int row = 0; row < newer[hash].length; row++) {
                if (newer[hash][row].stream().allMatch(Objects::isNull)) {
                    newer[hash][row] = older[hash][row];
                }
            }
        }
        return newer;
    }
}

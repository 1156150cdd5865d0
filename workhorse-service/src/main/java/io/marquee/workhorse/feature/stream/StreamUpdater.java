package io.marquee.workhorse.feature.stream;

import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the online rows of the entities in its partitions up to date. An entity's aggregates stay in memory for as long as
 * what is in them is certain:
 *
 * <ul>
 *   <li>An entity that is not in memory is read from the table of events, which has every event before it is told of.
 *   <li>An event that is told of for the first time is added, unless it was already there when the entity was read.
 *   <li>Where it is not certain whether an event is in (it is told of again, or a stored event was changed), the entity is
 *       read again.
 *   <li>When partitions come or go, or anything fails, the memory of them is dropped.
 * </ul>
 *
 * Rows are written before the position in the topic is, so after a crash the same updates come again, to a memory that is
 * empty. Not for several threads.
 */
final class StreamUpdater {

    /** Entities that are read in one query. */
    private static final int READ_AT_ONCE = 500;

    /** An update with the partition that it came by. */
    record Arrived(int partition, FeatureUpdate update) {}

    private final ActiveDefinitions definitions;
    private final StoredEvents events;
    private final RowWriter rows;
    private final StateCache cache;
    private final Clock clock;
    private @Nullable FeatureDefinitions known;
    private Map<StreamEntity.Kind, List<StreamView>> views = Map.of();

    StreamUpdater(ActiveDefinitions definitions, StoredEvents events, RowWriter rows, long cacheBytes, Clock clock) {
        this.definitions = definitions;
        this.events = events;
        this.rows = rows;
        this.cache = new StateCache(cacheBytes);
        this.clock = clock;
    }

    /**
     * Brings the rows of all entities that are named up to date.
     *
     * @throws RuntimeException when that is not possible; the same updates have to come again then, after {@link #forgetAll}
     */
    void handle(List<Arrived> batch) {
        followDefinitions();
        Map<StreamEntity, List<Arrived>> byEntity = new LinkedHashMap<>();
        for (Arrived arrived : batch) {
            if (views.containsKey(arrived.update().entity().kind())) {
                byEntity.computeIfAbsent(arrived.update().entity(), entity -> new ArrayList<>(2))
                        .add(arrived);
            }
        }
        read(byEntity, entity -> cache.get(entity) == null);
        Set<StreamEntity> uncertain = new LinkedHashSet<>();
        byEntity.forEach((entity, arrived) -> {
            if (!addAll(state(entity), arrived)) {
                uncertain.add(entity);
            }
        });
        read(byEntity, uncertain::contains);
        write(byEntity);
        byEntity.forEach((entity, arrived) ->
                cache.put(entity, state(entity), arrived.getFirst().partition()));
        cache.trim();
    }

    /** Forgets what was known of the entities of partitions that are not this one's any more. */
    void forget(Collection<Integer> partitions) {
        cache.forget(partitions);
    }

    /** Forgets everything. */
    void forgetAll() {
        cache.clear();
    }

    /** Entities in memory. */
    int size() {
        return cache.size();
    }

    private void followDefinitions() {
        FeatureDefinitions now = definitions.get();
        if (now != known) {
            cache.clear();
            views = StreamView.of(now);
            known = now;
        }
    }

    private void read(Map<StreamEntity, List<Arrived>> byEntity, java.util.function.Predicate<StreamEntity> isWanted) {
        for (Map.Entry<StreamEntity.Kind, List<StreamView>> kind : views.entrySet()) {
            List<Long> ids = byEntity.keySet().stream()
                    .filter(entity -> entity.kind() == kind.getKey() && isWanted.test(entity))
                    .map(StreamEntity::id)
                    .toList();
            for (int from = 0; from < ids.size(); from += READ_AT_ONCE) {
                List<Long> some = ids.subList(from, Math.min(ids.size(), from + READ_AT_ONCE));
                events.read(kind.getKey(), some, kind.getValue(), since(kind.getValue()))
                        .forEach((entity, state) -> cache.put(
                                entity, state, byEntity.get(entity).getFirst().partition()));
            }
        }
    }

    /** The first second that any row of now or later can cover; a hop earlier, for a clock that is set back. */
    private long since(List<StreamView> ofKind) {
        long now = now();
        long since = now;
        for (StreamView view : ofKind) {
            since = Math.min(
                    since,
                    view.plan().hopOf(now) - view.plan().hop() - view.plan().longestWindow());
        }
        return since;
    }

    /** Whether the state is certain to hold everything afterwards. */
    private static boolean addAll(EntityState state, List<Arrived> arrived) {
        boolean certain = true;
        for (Arrived one : arrived) {
            switch (one.update()) {
                case FeatureUpdate.Happened happened -> state.add(happened);
                case FeatureUpdate.Changed changed -> certain &= state.vouchesFor(changed.transaction());
                case FeatureUpdate.Due due -> {
                    // Only the row is asked for.
                }
            }
        }
        return certain;
    }

    private void write(Map<StreamEntity, List<Arrived>> byEntity) {
        long now = now();
        views.forEach((kind, ofKind) -> {
            for (int i = 0; i < ofKind.size(); i++) {
                Map<StreamEntity, OnlineRow> newest = new LinkedHashMap<>();
                for (StreamEntity entity : byEntity.keySet()) {
                    if (entity.kind() == kind) {
                        int view = i;
                        state(entity).row(view, now).ifPresent(row -> newest.put(entity, row));
                    }
                }
                if (!newest.isEmpty()) {
                    rows.write(ofKind.get(i).definition(), newest);
                }
            }
        });
    }

    private EntityState state(StreamEntity entity) {
        EntityState state = cache.get(entity);
        if (state == null) {
            throw new IllegalStateException("the events of " + entity + " have not been read");
        }
        return state;
    }

    private long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}

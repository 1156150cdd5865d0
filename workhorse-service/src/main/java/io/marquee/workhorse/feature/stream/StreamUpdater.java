package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.online.EntityRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
        Collection<Touched> touched = touched(batch);
        read(touched, one -> one.state == null);
        Set<Touched> uncertain = new HashSet<>();
        for (Touched one : touched) {
            if (!one.addAll()) {
                uncertain.add(one);
            }
        }
        read(uncertain, one -> true);
        write(touched);
        touched.forEach(one -> cache.put(one.entity, one.state(), one.partition));
        cache.trim();
    }

    /** An entity that is named in a batch, with what is said of it. */
    private static final class Touched {

        private final StreamEntity entity;
        private final int partition;
        private final List<FeatureUpdate> updates = new ArrayList<>(2);
        private @Nullable EntityState state;

        private Touched(StreamEntity entity, int partition, @Nullable EntityState state) {
            this.entity = entity;
            this.partition = partition;
            this.state = state;
        }

        private EntityState state() {
            if (state == null) {
                throw new IllegalStateException("the events of " + entity + " have not been read");
            }
            return state;
        }

        /** Whether the state is certain to hold everything afterwards. */
        private boolean addAll() {
            EntityState known = state();
            boolean certain = true;
            for (FeatureUpdate update : updates) {
                switch (update) {
                    case FeatureUpdate.Happened happened -> known.add(happened);
                    case FeatureUpdate.Changed changed -> certain &= known.vouchesFor(changed.transaction());
                    case FeatureUpdate.Due due -> {
                        // Only the row is asked for.
                    }
                }
            }
            return certain;
        }
    }

    private Collection<Touched> touched(List<Arrived> batch) {
        Map<StreamEntity, Touched> touched = LinkedHashMap.newLinkedHashMap(batch.size());
        for (Arrived arrived : batch) {
            StreamEntity entity = arrived.update().entity();
            if (views.containsKey(entity.kind())) {
                touched.computeIfAbsent(entity, one -> new Touched(one, arrived.partition(), cache.get(one)))
                        .updates
                        .add(arrived.update());
            }
        }
        return touched.values();
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

    private void read(Collection<Touched> touched, Predicate<Touched> isWanted) {
        for (Map.Entry<StreamEntity.Kind, List<StreamView>> kind : views.entrySet()) {
            List<Touched> wanted = touched.stream()
                    .filter(one -> one.entity.kind() == kind.getKey() && isWanted.test(one))
                    .toList();
            for (int from = 0; from < wanted.size(); from += READ_AT_ONCE) {
                List<Touched> some = wanted.subList(from, Math.min(wanted.size(), from + READ_AT_ONCE));
                Map<StreamEntity, EntityState> states = events.read(
                        kind.getKey(),
                        some.stream().map(one -> one.entity.id()).toList(),
                        kind.getValue(),
                        since(kind.getValue()));
                some.forEach(one -> one.state = states.get(one.entity));
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

    private void write(Collection<Touched> touched) {
        long now = now();
        views.forEach((kind, ofKind) -> {
            for (int i = 0; i < ofKind.size(); i++) {
                List<EntityRow> newest = new ArrayList<>(touched.size());
                for (Touched one : touched) {
                    if (one.entity.kind() == kind) {
                        one.state().row(i, now).ifPresent(row -> newest.add(new EntityRow(one.entity.key(), row)));
                    }
                }
                if (!newest.isEmpty()) {
                    rows.write(ofKind.get(i).definition(), newest);
                }
            }
        });
    }

    private long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}

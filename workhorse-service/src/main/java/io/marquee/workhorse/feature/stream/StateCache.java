package io.marquee.workhorse.feature.stream;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states of entities that were needed last, as many as fit. Not for several threads. */
final class StateCache {

    private record Cached(EntityState state, int partition, int bytes) {}

    private final long capacity;
    private final Map<StreamEntity, Cached> states = new LinkedHashMap<>(1024, 0.75f, true);
    private long bytes;

    /**
     * A cache of that size.
     *
     * @param capacity bytes, by estimate
     */
    StateCache(long capacity) {
        this.capacity = capacity;
    }

    @Nullable
    EntityState get(StreamEntity entity) {
        Cached cached = states.get(entity);
        return cached == null ? null : cached.state();
    }

    /** Keeps a state, or counts anew what one takes that has grown. */
    void put(StreamEntity entity, EntityState state, int partition) {
        Cached now = new Cached(state, partition, state.bytes());
        Cached before = states.put(entity, now);
        bytes += now.bytes() - (before == null ? 0 : before.bytes());
    }

    /** Lets go of what was not needed for longest until the rest fits. */
    void trim() {
        Iterator<Cached> oldest = states.values().iterator();
        while (bytes > capacity && oldest.hasNext()) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /** Forgets the entities of partitions that another consumer may own from now on. */
    void forget(Collection<Integer> partitions) {
        states.values().removeIf(cached -> {
            boolean gone = partitions.contains(cached.partition());
            bytes -= gone ? cached.bytes() : 0;
            return gone;
        });
    }

    void clear() {
        states.clear();
        bytes = 0;
    }

    int size() {
        return states.size();
    }

    long bytes() {
        return bytes;
    }
}

package io.marquee.workhorse.feature.stream;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of entities that were needed last, as many as fit. Which are needed is only noted by a mark; what would have to go
 * and has a mark loses that first and stays for another round. Keeping entries in the order of their use instead would change
 * the neighbours of each, all over the memory. Not for several threads.
 */
final class StateCache {

    private static final class Cached {

        private final EntityState state;
        private final int partition;
        private int bytes;
        private boolean used;

        private Cached(EntityState state, int partition) {
            this.state = state;
            this.partition = partition;
        }
    }

    private final long capacity;
    private final Map<StreamEntity, Cached> states = new LinkedHashMap<>(1024);
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
        if (cached == null) {
            return null;
        }
        cached.used = true;
        return cached.state;
    }

    /** Keeps a state, or counts anew what one takes that has grown. */
    void put(StreamEntity entity, EntityState state, int partition) {
        Cached cached = states.get(entity);
        if (cached == null || cached.state != state || cached.partition != partition) {
            bytes -= cached == null ? 0 : cached.bytes;
            cached = new Cached(state, partition);
            states.put(entity, cached);
        }
        bytes -= cached.bytes;
        cached.bytes = state.bytes();
        bytes += cached.bytes;
    }

    /** Lets go of what was not needed for long until the rest fits. */
    void trim() {
        while (bytes > capacity && !states.isEmpty()) {
            Map.Entry<StreamEntity, Cached> eldest =
                    states.entrySet().iterator().next();
            StreamEntity entity = eldest.getKey();
            Cached cached = eldest.getValue();
            states.remove(entity);
            if (cached.used) {
                cached.used = false;
                states.put(entity, cached);
            } else {
                bytes -= cached.bytes;
            }
        }
    }

    /** Forgets the entities of partitions that another consumer may own from now on. */
    void forget(Collection<Integer> partitions) {
        states.values().removeIf(cached -> {
            boolean gone = partitions.contains(cached.partition);
            bytes -= gone ? cached.bytes : 0;
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

package io.marquee.workhorse.feature.stream.aggregate;

import java.util.Arrays;
import java.util.List;

/** The slots of an entity's hops, by time. Hops without events take no place. */
final class Tiles {

    private final List<Slot> slots;
    private long[] hops = new long[2];
    private long[] values;
    private int size;

    Tiles(List<Slot> slots) {
        this.slots = slots;
        this.values = new long[hops.length * slots.size()];
    }

    int size() {
        return size;
    }

    long hop(int position) {
        return hops[position];
    }

    /** Counts an event of that hop in. */
    void add(long hop, StreamEvent event) {
        int at = place(hop) * slots.size();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            values[at + i] = slot.kind().merge(values[at + i], slot.of(event));
        }
    }

    /** A slot over the hops from that one on. */
    long merged(int slot, long fromHop) {
        Slot.Kind kind = slots.get(slot).kind();
        long merged = kind.nothing();
        for (int i = size - 1; i >= 0 && hops[i] >= fromHop; i--) {
            merged = kind.merge(merged, values[i * slots.size() + slot]);
        }
        return merged;
    }

    /** The latest hop up to that one; {@link Long#MIN_VALUE} when there is none. */
    long latestUpTo(long hop) {
        int found = Arrays.binarySearch(hops, 0, size, hop);
        int position = found >= 0 ? found : -found - 2;
        return position < 0 ? Long.MIN_VALUE : hops[position];
    }

    /** Forgets hops before that one. */
    void forgetBefore(long hop) {
        int found = Arrays.binarySearch(hops, 0, size, hop);
        int gone = found >= 0 ? found : -found - 1;
        if (gone > 0) {
            size -= gone;
            System.arraycopy(hops, gone, hops, 0, size);
            System.arraycopy(values, gone * slots.size(), values, 0, size * slots.size());
        }
    }

    /** Bytes that the arrays take. */
    int bytes() {
        return 64 + 8 * (hops.length + values.length);
    }

    private int place(long hop) {
        int found = Arrays.binarySearch(hops, 0, size, hop);
        if (found >= 0) {
            return found;
        }
        int position = -found - 1;
        int width = slots.size();
        if (size == hops.length) {
            hops = Arrays.copyOf(hops, size + (size >> 1) + 1);
            values = Arrays.copyOf(values, hops.length * width);
        }
        System.arraycopy(hops, position, hops, position + 1, size - position);
        System.arraycopy(values, position * width, values, (position + 1) * width, (size - position) * width);
        hops[position] = hop;
        for (int i = 0; i < width; i++) {
            values[position * width + i] = slots.get(i).kind().nothing();
        }
        size++;
        return position;
    }
}

package io.marquee.workhorse.ingestion.imdb;

import java.util.Arrays;

/**
 * Numbers from 0, each with its ordinal in the order in which they came: a hash table of primitives with open addressing, 12
 * bytes a slot, at most two thirds full.
 */
final class IdTable {

    private static final long FREE = -1;

    private long[] keys = new long[1 << 10];
    private int[] ordinals = new int[1 << 10];
    private int size;

    IdTable() {
        Arrays.fill(keys, FREE);
    }

    /** Adds an id: its new ordinal, or {@code -1 - ordinal} when it was there. */
    int add(long id) {
        if (id < 0) {
            throw new IllegalArgumentException("an id must be 0 or more, got: " + id);
        }
        int slot = slot(id);
        if (keys[slot] == id) {
            return -1 - ordinals[slot];
        }
        keys[slot] = id;
        ordinals[slot] = size++;
        if (size * 3L > keys.length * 2L) {
            grow();
        }
        return size - 1;
    }

    /** The id's ordinal; -1 when it is not there. */
    int find(long id) {
        if (id < 0) {
            return -1;
        }
        int slot = slot(id);
        return keys[slot] == id ? ordinals[slot] : -1;
    }

    int size() {
        return size;
    }

    /** The slot that holds the id, or the free one where it belongs. */
    private int slot(long id) {
        int mask = keys.length - 1;
        // Fibonacci hashing: neighbours, which ids are, end up far apart.
        int slot = (int) (id * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
        while (keys[slot] != FREE && keys[slot] != id) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldOrdinals = ordinals;
        keys = new long[oldKeys.length * 2];
        Arrays.fill(keys, FREE);
        ordinals = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                ordinals[slot] = oldOrdinals[i];
            }
        }
    }
}

package io.marquee.workhorse.ingestion.imdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ids of titles, each with its ordinal in the order in which they came. IMDb sorts all its tables by the text of the id, so two
 * of them can be walked side by side: as long as ids are added in that order they are kept as a sorted array, 8 bytes each,
 * and one that is looked for is expected shortly behind the last one. An id out of order turns the array into a hash table.
 */
final class TitleIds {

    /** Ids have at least this many digits, with zeros in front. */
    private static final int MIN_DIGITS = 7;

    private static final long LARGEST_SORTABLE = 999_999_999_999L;

    private long[] keys = new long[1 << 10];
    private int size;
    private int cursor;
    private @Nullable IdTable table;

    /** Adds an id: its new ordinal, or {@code -1 - ordinal} when it was there. */
    int add(long id) {
        if (table != null) {
            return table.add(id);
        }
        long key = key(id);
        if (key < 0 || size > 0 && key <= keys[size - 1]) {
            return hashed().add(id);
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size + (size >> 1));
        }
        keys[size] = key;
        return size++;
    }

    /** The id's ordinal; -1 when it is not there. */
    int find(long id) {
        if (table != null) {
            return table.find(id);
        }
        long key = id < 0 ? -1 : key(id);
        if (key < 0 || size == 0) {
            return -1;
        }
        int from = keys[Math.min(cursor, size - 1)] <= key ? cursor : 0;
        int step = 1;
        while (from + step < size && keys[from + step] <= key) {
            from += step;
            step *= 2;
        }
        int found = Arrays.binarySearch(keys, Math.min(from, size), Math.min(from + step, size), key);
        cursor = found < 0 ? Math.max(0, -2 - found) : found;
        return Math.max(-1, found);
    }

    int size() {
        return table == null ? size : table.size();
    }

    private IdTable hashed() {
        IdTable hashed = new IdTable();
        for (int i = 0; i < size; i++) {
            hashed.add(id(keys[i]));
        }
        table = hashed;
        keys = new long[0];
        return hashed;
    }

    /** A number that is larger when the id's text is: its digits, moved to the left, then how many there are; -1 if too long. */
    static long key(long id) {
        if (id > LARGEST_SORTABLE) {
            return -1;
        }
        int digits = MIN_DIGITS;
        long left = id;
        for (long bound = 10_000_000; id >= bound; bound *= 10) {
            digits++;
        }
        for (int i = digits; i < 12; i++) {
            left *= 10;
        }
        return left << 4 | digits;
    }

    private static long id(long key) {
        long id = key >> 4;
        for (int i = (int) (key & 15); i < 12; i++) {
            id /= 10;
        }
        return id;
    }
}

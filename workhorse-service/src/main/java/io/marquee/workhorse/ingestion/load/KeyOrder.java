package io.marquee.workhorse.ingestion.load;

import org.jspecify.annotations.Nullable;

/** Follows the keys of a table's accepted records, over all its parts. Where they only ascend, none can be there twice. */
final class KeyOrder {

    private @Nullable Object @Nullable [] last;
    private boolean ascending = true;
    private boolean proved;

    /** Takes note of the next record. */
    void follow(RecordKey key, @Nullable Object[] values) {
        proved = false;
        if (!ascending) {
            return;
        }
        int compared = last == null ? 1 : 0;
        if (last == null) {
            last = new @Nullable Object[key.length()];
        }
        for (int i = 0; i < key.length(); i++) {
            Object part = key.part(values, i);
            if (compared == 0) {
                compared = compare(part, last[i]);
            }
            last[i] = part;
        }
        ascending = compared > 0;
    }

    /** Takes the word of the only part with accepted records: its keys have another order in which none comes twice. */
    void proved() {
        proved = true;
    }

    /** Whether no two of the records can have the same key. */
    boolean isUnique() {
        return ascending || proved;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(@Nullable Object next, @Nullable Object before) {
        return next instanceof Comparable comparable && before != null ? comparable.compareTo(before) : -1;
    }
}

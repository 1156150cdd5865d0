package io.marquee.workhorse.adapter;

import java.util.List;

/** What happens to rows that are there already. */
public sealed interface WriteMode {

    /** They are gone; readers see all of the old rows or all of the new ones. */
    record Replace() implements WriteMode {}

    /**
     * Those with the same key take the new values, the others stay.
     *
     * @param keys the columns of the key, which must be unique in the table
     */
    record Upsert(List<String> keys) implements WriteMode {
        public Upsert {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("an upsert needs the columns of the key, got: none");
            }
        }
    }
}

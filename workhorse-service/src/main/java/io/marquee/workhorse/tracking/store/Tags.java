package io.marquee.workhorse.tracking.store;

import io.marquee.workhorse.tracking.wire.KeyValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Key-value rows that hang on something: one table {@code (owner, key, value)} each for the tags of one kind of thing. */
public final class Tags {

    private final Sql sql;
    private final String table;

    /**
     * Opens a table.
     *
     * @param table its qualified name, never from a request
     */
    public Tags(Sql sql, String table) {
        this.sql = sql;
        this.table = table;
    }

    /** Sets tags; of two with the same key the later one stays. */
    public void set(long owner, List<KeyValue> tags) {
        if (tags.isEmpty()) {
            return;
        }
        Map<String, String> last = new LinkedHashMap<>();
        tags.forEach(tag -> last.put(tag.key(), tag.value()));
        sql.update(
                "INSERT INTO " + table + " (owner, key, value) SELECT ?, * FROM unnest(?, ?)"
                        + " ON CONFLICT (owner, key) DO UPDATE SET value = excluded.value",
                owner,
                last.keySet().toArray(String[]::new),
                last.values().toArray(String[]::new));
    }

    /** Removes a tag; false when there was none. */
    public boolean delete(long owner, String key) {
        return sql.update("DELETE FROM " + table + " WHERE owner = ? AND key = ?", owner, key) > 0;
    }

    /** The tags of one thing, by key. */
    public List<KeyValue> of(long owner) {
        return ofAll(List.of(owner)).getOrDefault(owner, List.of());
    }

    /** The tags of several things, by key; things without tags are not in the map. */
    public Map<Long, List<KeyValue>> ofAll(Collection<Long> owners) {
        Map<Long, List<KeyValue>> tags = new HashMap<>();
        sql.list(
                row -> tags.computeIfAbsent(row.getLong(1), owner -> new ArrayList<>())
                        .add(new KeyValue(row.getString(2), row.getString(3))),
                "SELECT owner, key, value FROM " + table + " WHERE owner = ANY(?) ORDER BY owner, key",
                owners.stream().mapToLong(Long::longValue).toArray());
        return tags;
    }
}

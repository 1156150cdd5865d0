package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.JoinKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a list of features is read: worked out once, used by every request for the same features.
 *
 * @param hashes what is read, one Redis hash per entity row and set of join keys
 * @param views the views that the features are of, in the order they were first named
 * @param columns the features, those of a view together, as Feast answers them
 * @param joinKeys the join keys of all entities, by column name and by entity name
 * @param names those of all columns, in their order, as JSON writes them in a list
 */
public record FeaturePlan(
        List<Hash> hashes, List<View> views, List<Column> columns, Map<String, JoinKey> joinKeys, byte[] names) {

    public FeaturePlan {
        hashes = List.copyOf(hashes);
        views = List.copyOf(views);
        columns = List.copyOf(columns);
        joinKeys = Map.copyOf(joinKeys);
    }

    FeaturePlan(List<Hash> hashes, List<View> views, List<Column> columns, Map<String, JoinKey> joinKeys) {
        this(hashes, views, columns, joinKeys, names(columns));
    }

    /** Names have letters, digits and _ only, so nothing in them has to be escaped. */
    private static byte[] names(List<Column> columns) {
        return columns.stream()
                .map(column -> '"' + column.name() + '"')
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A Redis hash: all views of the same join keys share it.
     *
     * @param oldKey its key in rows that older Feast releases wrote
     * @param fields the hash fields, in the order of the answer
     * @param read the command that reads them
     */
    public record Hash(KeyTemplate key, KeyTemplate oldKey, List<byte[]> fields, RowRead.Shape read) {

        Hash(KeyTemplate key, KeyTemplate oldKey, List<byte[]> fields) {
            this(key, oldKey, List.copyOf(fields), RowRead.Shape.of(fields));
        }
    }

    /**
     * A view in its hash.
     *
     * @param hash position of its hash
     * @param timeSlot position of its timestamp among the hash's fields
     * @param maxAgeSeconds how old a row may be; zero means any age
     */
    public record View(String name, int hash, int timeSlot, long maxAgeSeconds) {}

    /**
     * A feature in its view.
     *
     * @param name as it is answered
     * @param view position of its view
     * @param slot position of its value among the hash's fields
     */
    public record Column(String name, int view, int slot) {}

    /** Number of views that features are read of. */
    public int viewCount() {
        return views.size();
    }

    /** The entity columns of a query that are join keys, in the order they came, with their values checked. */
    List<EntityColumn> entities(Map<String, List<@Nullable Object>> given) {
        int length = -1;
        for (List<@Nullable Object> values : given.values()) {
            if (length >= 0 && length != values.size()) {
                throw ServingException.invalid("All entity rows must have the same columns.");
            }
            length = values.size();
        }
        Map<String, EntityColumn> columns = new LinkedHashMap<>();
        given.forEach((name, values) -> {
            JoinKey joinKey = joinKeys.get(name);
            // As by Feast, columns that are no join keys are passed over: a client may send its whole row.
            if (joinKey != null) {
                columns.put(joinKey.column(), EntityColumn.of(joinKey, values));
            }
        });
        Set<String> missing = new LinkedHashSet<>();
        for (Hash hash : hashes) {
            for (JoinKey joinKey : hash.key().joinKeys()) {
                EntityColumn column = columns.get(joinKey.column());
                if (column == null || column.values().length == 0) {
                    missing.add(joinKey.column());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw ServingException.invalid(
                    "Missing join key values for keys: " + missing + ". Provided join_key_values: " + given.keySet());
        }
        return List.copyOf(columns.values());
    }
}

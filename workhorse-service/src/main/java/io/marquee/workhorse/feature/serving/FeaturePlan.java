package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.JoinKey;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
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
 */
public record FeaturePlan(List<Hash> hashes, List<View> views, List<Column> columns, Map<String, JoinKey> joinKeys) {

    public FeaturePlan {
        hashes = List.copyOf(hashes);
        views = List.copyOf(views);
        columns = List.copyOf(columns);
        joinKeys = Map.copyOf(joinKeys);
    }

    /**
     * A Redis hash: all views of the same join keys share it.
     *
     * @param oldKey its key in rows that older Feast releases wrote
     * @param fields the hash fields, in the order of the answer
     */
    public record Hash(KeyTemplate key, KeyTemplate oldKey, List<byte[]> fields) {

        /** The command that reads one row. */
        Request read(KeyTemplate key, List<EntityColumn> columns, int row) {
            Request request = Request.cmd(Command.HMGET).arg(key.key(columns, row));
            for (byte[] field : fields) {
                request.arg(field);
            }
            return request;
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
        Set<Integer> lengths = given.values().stream().map(List::size).collect(Collectors.toSet());
        if (lengths.size() > 1) {
            throw ServingException.invalid("All entity rows must have the same columns.");
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

package io.marquee.workhorse.ingestion.quality.quarantine;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** New values for refused entries: by id of the entry, and by column. A null takes a value away. */
record Corrections(Map<Long, Map<String, @Nullable Object>> byId) {

    static final Corrections NONE = new Corrections(Map.of());

    /**
     * Reads corrections as a request gives them.
     *
     * @throws ProblemException when an id is no number, or an entry has no columns
     */
    static Corrections of(@Nullable Map<String, ?> given) {
        if (given == null) {
            return NONE;
        }
        Map<Long, Map<String, @Nullable Object>> byId = new HashMap<>();
        given.forEach((id, columns) -> {
            if (!(columns instanceof Map<?, ?> values) || values.isEmpty()) {
                throw ProblemException.invalid("corrections." + id, columns, "must name columns with their new values");
            }
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            values.forEach((column, value) -> named.put(String.valueOf(column), value));
            byId.put(id(id), named);
        });
        return new Corrections(byId);
    }

    boolean has(long id) {
        return byId.containsKey(id);
    }

    /** The entry's new values; none when it is not corrected. */
    Map<String, @Nullable Object> of(long id) {
        return byId.getOrDefault(id, Map.of());
    }

    /** Those of these entries only. */
    Corrections only(Set<Long> ids) {
        Map<Long, Map<String, @Nullable Object>> some = new HashMap<>(byId);
        some.keySet().retainAll(ids);
        return new Corrections(some);
    }

    /** As a request gives them. */
    Map<String, Object> asRequest() {
        Map<String, Object> given = new LinkedHashMap<>();
        byId.forEach((id, values) -> given.put(Long.toString(id), values));
        return given;
    }

    /**
     * Sees that an entry's corrections are for columns that its table has.
     *
     * @throws ProblemException naming the column, and those there are
     */
    void check(long id, TableSchema table) {
        List<String> known = table.delivered().stream().map(ColumnSchema::name).toList();
        for (String column : of(id).keySet()) {
            if (!known.contains(column)) {
                throw ProblemException.invalid(
                        "corrections." + id,
                        column,
                        "must name columns of " + table.name() + ": "
                                + known.stream().collect(Collectors.joining(", ")));
            }
        }
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("corrections", text, "must be by quarantine_id");
        }
    }
}

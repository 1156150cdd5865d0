package io.marquee.workhorse.ingestion.quality.quarantine;

import io.marquee.contract.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the quarantine are meant; what is null does not matter.
 *
 * @param ids exactly these, when given
 * @param source by which the catalogue remembers values, for example {@code movielens}; {@code interaction} for events
 * @param table of the standard schema, for example {@code ratings}; {@code interactions} for events
 * @param field the column at fault, as the source calls it
 * @param reason a part of the reason, any case
 */
record QuarantineFilter(
        @Nullable List<Long> ids,
        @Nullable String ingestionId,
        @Nullable String source,
        @Nullable String table,
        @Nullable String field,
        @Nullable String reason) {

    /** What events say for the source and the table of a row. */
    static final String EVENT_SOURCE = "interaction";

    static final String EVENT_TABLE = "interactions";

    private static final int MAX_IDS = 100_000;

    QuarantineFilter {
        ids = ids == null ? null : List.copyOf(ids);
        if (ids != null && ids.size() > MAX_IDS) {
            throw ProblemException.invalid("ids", ids.size() + " ids", "must have at most " + MAX_IDS);
        }
    }

    /** A condition on {@code q}, the quarantine, with its parameters. */
    record Condition(String sql, List<Object> parameters) {}

    /** Whether every entry is meant. */
    boolean isEverything() {
        return ids == null && ingestionId == null && source == null && table == null && field == null && reason == null;
    }

    Condition condition() {
        List<String> parts = new ArrayList<>(List.of("true"));
        List<Object> parameters = new ArrayList<>();
        if (ids != null) {
            parts.add("q.quarantine_id = ANY (?)");
            parameters.add(ids.stream().mapToLong(Long::longValue).toArray());
        }
        add(parts, parameters, "q.ingestion_id = ?", ingestionId);
        add(parts, parameters, "q.source = ?", source);
        add(parts, parameters, "q.target = ?", table);
        add(parts, parameters, "q.field = ?", field);
        add(parts, parameters, "strpos(lower(q.reason), lower(?)) > 0", reason);
        return new Condition(String.join(" AND ", parts), parameters);
    }

    private static void add(List<String> parts, List<Object> parameters, String part, @Nullable String value) {
        if (value != null) {
            parts.add(part);
            parameters.add(value);
        }
    }
}

package io.marquee.workhorse.feature.stream.aggregate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which events take part.
 *
 * @param allowed column to the values of which an event must have one; empty takes every event
 */
record EventFilter(Map<EventColumn, List<String>> allowed) {

    static EventFilter of(Map<String, List<String>> where) {
        Map<EventColumn, List<String>> allowed = new LinkedHashMap<>();
        where.forEach((name, values) -> {
            EventColumn column = EventColumn.named(name);
            if (column.kind() != EventColumn.Kind.TEXT) {
                throw new IllegalArgumentException("'where' compares text, and column '" + name + "' is none");
            }
            allowed.put(column, List.copyOf(values));
        });
        return new EventFilter(Map.copyOf(allowed));
    }

    boolean takes(StreamEvent event) {
        for (Map.Entry<EventColumn, List<String>> condition : allowed.entrySet()) {
            if (!condition.getValue().contains(condition.getKey().value(event))) {
                return false;
            }
        }
        return true;
    }

    /** The same in DuckDB. */
    String sql() {
        return allowed.isEmpty()
                ? "true"
                : allowed.entrySet().stream()
                        .map(condition -> condition.getKey().columnName() + " IN ("
                                + condition.getValue().stream()
                                        .map(value -> "'" + value.replace("'", "''") + "'")
                                        .collect(Collectors.joining(", "))
                                + ")")
                        .sorted()
                        .collect(Collectors.joining(" AND "));
    }
}

package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.RunType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, and in which order.
 *
 * @param dagId null for those of all DAGs
 * @param states empty for all
 * @param types empty for all
 * @param ranges all must hold
 */
public record RunFilter(
        @Nullable String dagId,
        List<RunState> states,
        List<RunType> types,
        List<Range> ranges,
        List<Order> order,
        int limit,
        int offset) {

    /** A field that runs can be ordered by or compared with. */
    public enum Field {
        ID("id"),
        STATE("state"),
        DAG_ID("dagId"),
        RUN_ID("runId"),
        LOGICAL_DATE("logicalDate"),
        RUN_AFTER("runAfter"),
        START_DATE("startedAt"),
        END_DATE("endedAt");

        private final String property;

        Field(String property) {
            this.property = property;
        }

        String property() {
            return property;
        }

        /** The field that Airflow's API calls by that name. */
        public static Optional<Field> named(String name) {
            if (name.equals("dag_run_id")) {
                return Optional.of(RUN_ID);
            }
            for (Field field : values()) {
                if (field.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        }
    }

    /** Only runs whose field is between the two, inclusive; null leaves a side open. */
    public record Range(
            Field field, @Nullable Instant from, @Nullable Instant to) {}

    /** Ordered by that field. */
    public record Order(Field field, boolean descending) {}
}

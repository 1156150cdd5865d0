package io.marquee.workhorse.feature.stream.aggregate;

import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.definition.AggregationSql;
import io.marquee.workhorse.feature.definition.Computation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The DuckDB query of an aggregation view: for each row that {@link EntityAggregate} would have shown at some time, that row.
 *
 * <p>Events are first brought together per second. Each second in which a row is due is put among them, and window functions
 * over that timeline sum what the row covers. The latest different values are found by doubling: the list after 2n events is
 * the list of the last n, filled up with the list of the n before, so that log2(events) joins give the list after each event.
 *
 * <p>An entity's rows follow from its own events alone, also those that are still to come: of a second in the future, when a
 * hop leaves a window, a row says what will be true then if nothing else happens. Whoever wants what is known at a time takes
 * the latest row that is not of a later time, as point-in-time joins do.
 */
public final class AggregationQuery implements AggregationSql {

    @Override
    public String query(List<JoinKey> joinKeys, Computation.Aggregations aggregations) {
        return new Text(AggregationPlan.of(joinKeys, aggregations)).query();
    }

    /** One query being written. */
    private record Text(AggregationPlan plan) {

        String query() {
            List<String> tables = new ArrayList<>(List.of(happened(), seconds(), due()));
            for (int i = 0; i < plan.features().size(); i++) {
                if (plan.features().get(i) instanceof PlannedFeature.LastDistinct last) {
                    tables.addAll(lists(i, last));
                }
            }
            tables.add(timeline());
            tables.add(covered());
            return "WITH RECURSIVE " + String.join(",\n", tables) + "\n" + rows();
        }

        private String happened() {
            return """
                    happened AS (
                        SELECT %s AS entity, epoch_us(occurred_at) AS micros,
                            epoch_us(occurred_at) // 1000000 AS second, *
                        FROM %s WHERE %s IS NOT NULL
                    )""".formatted(key(), AggregationPlan.SOURCE, key());
        }

        /** Per second the slots, and the latest value of each feature that shows one. */
        private String seconds() {
            List<String> columns = new ArrayList<>(List.of("entity", "second"));
            for (int i = 0; i < plan.slots().size(); i++) {
                columns.add(plan.slots().get(i).sql() + " AS slot" + i);
            }
            for (int i = 0; i < plan.features().size(); i++) {
                if (plan.features().get(i) instanceof PlannedFeature.Latest latest) {
                    String value = latest.column().sql();
                    columns.add("arg_max(" + value + ", {'micros': micros, 'id': event_id}) FILTER ("
                            + latest.filter().sql() + " AND (" + value + ") IS NOT NULL) AS latest" + i);
                }
            }
            return "seconds AS (\n    SELECT " + String.join(",\n        ", columns)
                    + "\n    FROM happened GROUP BY entity, second\n)";
        }

        /** When each entity has rows. */
        private String due() {
            String windows = plan.windows().mapToObj(Long::toString).collect(Collectors.joining(", "));
            return """
                    due AS (
                        SELECT entity, second + 1 AS point FROM seconds
                        UNION
                        SELECT entity, hop + length AS point
                        FROM (SELECT DISTINCT entity, second // %1$d * %1$d AS hop FROM seconds),
                            (SELECT unnest([%2$s]) AS length)
                    )""".formatted(plan.hop(), windows);
        }

        /** After each event that takes part, the latest different values with the seconds they are of. */
        private List<String> lists(int feature, PlannedFeature.LastDistinct last) {
            String value = last.column().sql();
            return List.of(
                    """
                    taking%1$d AS (
                        SELECT entity, second, %2$s AS value,
                            row_number() OVER (PARTITION BY entity ORDER BY micros, event_id) AS nth
                        FROM happened WHERE %3$s AND (%2$s) IS NOT NULL
                    )""".formatted(feature, value, last.filter().sql()),
                    """
                    merged%1$d(entity, nth, span, list) USING KEY (entity, nth) AS (
                        SELECT entity, nth, 1::BIGINT, [{'value': value, 'second': second}] FROM taking%1$d
                        UNION
                        SELECT late.entity, late.nth, late.span * 2,
                            CASE WHEN early.nth IS NULL THEN late.list ELSE list_concat(late.list, list_filter(early.list,
                                lambda one: NOT list_contains(list_transform(late.list, lambda other: other.value),
                                    one.value)))[1:%2$d] END
                        FROM merged%1$d AS late LEFT JOIN merged%1$d AS early
                            ON early.entity = late.entity AND early.nth = late.nth - late.span
                        WHERE late.span < (SELECT max(nth) FROM taking%1$d)
                    )""".formatted(feature, last.limit()),
                    """
                    lists%1$d AS (
                        SELECT entity, second, arg_max(list, nth) AS list
                        FROM taking%1$d JOIN merged%1$d USING (entity, nth) GROUP BY entity, second
                    )""".formatted(feature));
        }

        /** Seconds with events and seconds with rows, one after the other. */
        private String timeline() {
            List<String> names = new ArrayList<>();
            StringBuilder from = new StringBuilder("seconds");
            for (int i = 0; i < plan.slots().size(); i++) {
                names.add("slot" + i);
            }
            for (int i = 0; i < plan.features().size(); i++) {
                if (plan.features().get(i) instanceof PlannedFeature.Latest) {
                    names.add("latest" + i);
                } else if (plan.features().get(i) instanceof PlannedFeature.LastDistinct) {
                    names.add("lists" + i + ".list AS list" + i);
                    from.append(" LEFT JOIN lists" + i + " USING (entity, second)");
                }
            }
            String columns = names.stream().map(name -> ", " + name).collect(Collectors.joining());
            return """
                    timeline AS (
                        SELECT entity, second AS point, false AS row_due%s FROM %s
                        UNION ALL BY NAME
                        SELECT entity, point, true AS row_due FROM due
                    )""".formatted(columns, from);
        }

        /** Per row the slots and values of what it covers. */
        private String covered() {
            List<String> columns = new ArrayList<>(List.of("entity", "point", "row_due"));
            for (int i = 0; i < plan.features().size(); i++) {
                PlannedFeature feature = plan.features().get(i);
                String window = window(feature.window());
                switch (feature) {
                    case PlannedFeature.Count count -> columns.add(slot(count.slot(), window) + " AS value" + i);
                    case PlannedFeature.Sum sum -> columns.add(slot(sum.slot(), window) + " AS value" + i);
                    case PlannedFeature.Extreme extreme -> columns.add(slot(extreme.slot(), window) + " AS value" + i);
                    case PlannedFeature.Mean mean -> {
                        columns.add(slot(mean.sum(), window) + " AS value" + i);
                        columns.add(slot(mean.count(), window) + " AS count" + i);
                    }
                    case PlannedFeature.Latest latest ->
                        columns.add("last_value(latest" + i + " IGNORE NULLS)" + window + " AS value" + i);
                    case PlannedFeature.LastDistinct last ->
                        columns.add("last_value(list" + i + " IGNORE NULLS)" + window + " AS value" + i);
                }
            }
            return "covered AS (\n    SELECT " + String.join(",\n        ", columns) + "\n    FROM timeline\n)";
        }

        private String slot(int slot, String window) {
            return plan.slots().get(slot).mergeSql("slot" + slot) + window;
        }

        private String window(long seconds) {
            return " OVER (PARTITION BY entity ORDER BY point RANGE BETWEEN (point %% %d + %d) PRECEDING AND 1 PRECEDING)"
                    .formatted(plan.hop(), seconds - plan.hop());
        }

        private String rows() {
            List<String> columns = new ArrayList<>(
                    List.of("entity AS " + key(), "make_timestamp(point * 1000000) AS event_timestamp"));
            for (int i = 0; i < plan.features().size(); i++) {
                PlannedFeature feature = plan.features().get(i);
                columns.add(shown(feature, i) + " AS " + feature.name());
            }
            return "SELECT " + String.join(",\n    ", columns) + "\nFROM covered WHERE row_due";
        }

        private String shown(PlannedFeature feature, int i) {
            String value = "value" + i;
            return switch (feature) {
                case PlannedFeature.Count count -> "coalesce(" + value + ", 0)::BIGINT";
                case PlannedFeature.Sum sum -> FixedPoint.toDoubleSql("coalesce(" + value + ", 0)");
                case PlannedFeature.Mean mean -> FixedPoint.toDoubleSql(FixedPoint.meanSql(value, "count" + i));
                case PlannedFeature.Extreme extreme -> FixedPoint.toDoubleSql(value);
                case PlannedFeature.Latest latest -> latest.column().shownSql(value);
                case PlannedFeature.LastDistinct last ->
                    "list_transform(list_filter(coalesce(" + value
                            + ", []), lambda one: one.second >= point - point %% %d + %d),"
                                    .formatted(plan.hop(), plan.hop() - last.window())
                            + " lambda one: " + last.column().shownSql("one.value") + ")";
            };
        }

        private String key() {
            return plan.key().columnName();
        }
    }
}

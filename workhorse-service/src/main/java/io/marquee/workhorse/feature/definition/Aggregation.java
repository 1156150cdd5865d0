package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.ValueType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One feature as an aggregate of events.
 *
 * @param name the feature
 * @param column what of the events is aggregated; null only where events are counted
 * @param columnType its type; null as the column is
 * @param where text columns with the values that an event must have one of, all of them; empty means every event
 * @param window how far back events count, a multiple of the view's hop; null means all time
 * @param limit how many values a {@link Function#LAST_DISTINCT} keeps; null for all others
 */
public record Aggregation(
        String name,
        Function function,
        @Nullable String column,
        @Nullable ValueType columnType,
        Map<String, List<String>> where,
        @Nullable Duration window,
        @Nullable Integer limit,
        String description) {

    /** What is made of the values. Missing values do not take part. */
    public enum Function {
        /** How many events. */
        COUNT,
        SUM,
        MEAN,
        MIN,
        MAX,
        /** Sample standard deviation; missing with fewer than two values. */
        STDDEV,
        /** The value of the latest event that has one; among those of one time, that of the greatest event id. */
        LATEST,
        /** The latest values, each once, the newest first. */
        LAST_DISTINCT
    }

    /** Refuses what no function can do, naming the rule. */
    public Aggregation {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        where.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        where = Collections.unmodifiableMap(copy);
        if ((column == null) != (function == Function.COUNT)) {
            throw new IllegalArgumentException(
                    function == Function.COUNT
                            ? "a count has no column, got: " + column
                            : "a " + word(function) + " needs a column");
        }
        if ((column == null) != (columnType == null)) {
            throw new IllegalArgumentException("column " + column + " and type " + columnType + " belong together");
        }
        if ((limit == null) == (function == Function.LAST_DISTINCT)) {
            throw new IllegalArgumentException(
                    limit == null ? "last_distinct needs a limit" : "a " + word(function) + " has no limit");
        }
        if (limit != null && (limit < 1 || limit > 1000)) {
            throw new IllegalArgumentException("limit must be from 1 to 1000, got: " + limit);
        }
        if (window != null && (window.isZero() || window.isNegative())) {
            throw new IllegalArgumentException("window must be positive, got: " + window);
        }
        if (columnType != null) {
            requireAggregable(function, column, columnType);
        }
    }

    /** The type of the feature. */
    public ValueType type() {
        return switch (function) {
            case COUNT -> ValueType.INT64;
            case MEAN, STDDEV -> ValueType.DOUBLE;
            case SUM ->
                requireType() == ValueType.INT32 || requireType() == ValueType.INT64
                        ? ValueType.INT64
                        : ValueType.DOUBLE;
            case MIN, MAX, LATEST -> requireType();
            case LAST_DISTINCT -> ValueType.valueOf(requireType().name() + "_LIST");
        };
    }

    private ValueType requireType() {
        if (columnType == null) {
            throw new IllegalStateException("feature '" + name + "' has no column");
        }
        return columnType;
    }

    private static void requireAggregable(Function function, @Nullable String column, ValueType type) {
        boolean possible =
                switch (function) {
                    case SUM, MEAN, STDDEV ->
                        switch (type) {
                            case INT32, INT64, DOUBLE, FLOAT -> true;
                            default -> false;
                        };
                    case MIN, MAX -> type.isNumeric() && type != ValueType.BOOL;
                    case COUNT, LATEST, LAST_DISTINCT -> !type.isList();
                };
        if (!possible) {
            throw new IllegalArgumentException(
                    "a " + word(function) + " cannot be made of column '" + column + "', which is " + type);
        }
    }

    private static String word(Function function) {
        return function.name().toLowerCase(java.util.Locale.ROOT);
    }
}

package io.marquee.workhorse.feature.stream.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * One running number of a hop; features of the same events share it.
 *
 * @param column null where events are counted whatever they hold
 */
record Slot(Kind kind, @Nullable EventColumn column, EventFilter filter) {

    /** What is kept; {@code nothing} is what it is without any event. */
    enum Kind {
        COUNT(0),
        SUM(0),
        MIN(Long.MAX_VALUE),
        MAX(Long.MIN_VALUE);

        private static final long FULL = Long.MAX_VALUE / 4;

        private final long nothing;

        Kind(long nothing) {
            this.nothing = nothing;
        }

        long nothing() {
            return nothing;
        }

        long merge(long a, long b) {
            return switch (this) {
                // Reached by two million events of eleven days each; then it stays there instead of turning negative.
                case COUNT, SUM -> Math.clamp(a + b, -FULL, FULL);
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
            };
        }
    }

    /** What an event adds; the kind's {@code nothing} when it does not take part. */
    long of(StreamEvent event) {
        if (!filter.takes(event)) {
            return kind.nothing();
        }
        if (column == null) {
            return 1;
        }
        Object value = column.value(event);
        if (value == null) {
            return kind.nothing();
        }
        return kind == Kind.COUNT ? 1 : (Long) value;
    }

    /** The slot over some events, in DuckDB. */
    String sql() {
        String value = column == null ? "1" : column.sql();
        String aggregate =
                switch (kind) {
                    case COUNT -> "count(" + value + ")";
                    case SUM -> "sum(" + value + ")";
                    case MIN -> "min(" + value + ")";
                    case MAX -> "max(" + value + ")";
                };
        return aggregate + " FILTER (" + filter.sql() + ")";
    }

    /** What brings the slots of several seconds together, in DuckDB. */
    String mergeSql(String name) {
        return switch (kind) {
            case COUNT, SUM -> "sum(" + name + ")";
            case MIN -> "min(" + name + ")";
            case MAX -> "max(" + name + ")";
        };
    }
}

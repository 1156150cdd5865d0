package io.marquee.workhorse.feature.stream.aggregate;

/** A feature with where its value comes from. */
sealed interface PlannedFeature {

    String name();

    /** How far back events count, in seconds. */
    long window();

    /** How many events. */
    record Count(String name, long window, int slot) implements PlannedFeature {}

    /** The sum of a column; 0 without events. */
    record Sum(String name, long window, int slot) implements PlannedFeature {}

    /** The mean of a column; missing without events. */
    record Mean(String name, long window, int sum, int count) implements PlannedFeature {}

    /** The least or the greatest value of a column; missing without events. */
    record Extreme(String name, long window, int slot) implements PlannedFeature {}

    /** The value of the latest event that has one; missing without. */
    record Latest(String name, long window, EventColumn column, EventFilter filter) implements PlannedFeature {}

    /** The latest values, each once, the newest first; empty without events. */
    record LastDistinct(String name, long window, EventColumn column, EventFilter filter, int limit)
            implements PlannedFeature {}
}

package io.marquee.controltower.orchestration.run;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a task of a run stands; the names are Airflow's. */
public enum TaskState {
    /** Waits for the tasks it depends on. Airflow calls it null. */
    NONE,
    /** May start; waits for a place among the DAG's active tasks. */
    SCHEDULED,
    /** Sent to the workers. */
    QUEUED,
    /** A worker is at it. */
    RUNNING,
    SUCCESS,
    FAILED,
    /** A try failed; the next one comes after the retry delay. */
    UP_FOR_RETRY,
    /** Will not run, because a task it depends on failed. */
    UPSTREAM_FAILED,
    /** Will not run, because a task it depends on was skipped, or somebody said so. */
    SKIPPED;

    /** The name on the wire and in the database; null for {@link #NONE}. */
    public @Nullable String wireName() {
        return this == NONE ? null : name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name. */
    public static TaskState ofWire(@Nullable String name) {
        return name == null ? NONE : valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing more will happen to it by itself. */
    public boolean isFinished() {
        return switch (this) {
            case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED -> true;
            case NONE, SCHEDULED, QUEUED, RUNNING, UP_FOR_RETRY -> false;
        };
    }

    /** Whether a try of it is with the workers. */
    public boolean isWithWorkers() {
        return this == QUEUED || this == RUNNING;
    }

    /** Whether a task in this state may go over to {@code next}. Clearing brings every state back to {@link #NONE}. */
    public boolean canBecome(TaskState next) {
        return next == NONE || successors().contains(next);
    }

    private Set<TaskState> successors() {
        return switch (this) {
            case NONE -> EnumSet.of(SCHEDULED, UPSTREAM_FAILED, SKIPPED);
            case SCHEDULED -> EnumSet.of(QUEUED);
            // A worker's first words may have been lost: what it says later counts all the same.
            case QUEUED, RUNNING -> EnumSet.of(RUNNING, SUCCESS, FAILED, UP_FOR_RETRY, SCHEDULED);
            case UP_FOR_RETRY -> EnumSet.of(SCHEDULED);
            case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED -> EnumSet.noneOf(TaskState.class);
        };
    }
}

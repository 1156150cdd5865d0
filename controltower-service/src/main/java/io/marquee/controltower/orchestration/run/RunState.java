package io.marquee.controltower.orchestration.run;

import java.util.Locale;

/** Where a run stands; the names are Airflow's. */
public enum RunState {
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED;

    /** The name on the wire and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name. */
    public static RunState ofWire(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether the run is over. */
    public boolean isFinished() {
        return this == SUCCESS || this == FAILED;
    }

    /** Whether a run in this state may go over to {@code next}. A finished run is queued again when tasks are cleared. */
    boolean canBecome(RunState next) {
        return switch (this) {
            case QUEUED -> next == RUNNING || next == FAILED;
            case RUNNING -> next != RUNNING;
            case SUCCESS, FAILED -> next == QUEUED;
        };
    }
}

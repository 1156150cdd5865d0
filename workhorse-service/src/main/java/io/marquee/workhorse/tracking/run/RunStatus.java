package io.marquee.workhorse.tracking.run;

/** How far a run is. */
public enum RunStatus {
    RUNNING,
    SCHEDULED,
    FINISHED,
    FAILED,
    KILLED;

    boolean ended() {
        return this == FINISHED || this == FAILED || this == KILLED;
    }
}

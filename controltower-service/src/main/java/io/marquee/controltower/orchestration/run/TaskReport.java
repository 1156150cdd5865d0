package io.marquee.controltower.orchestration.run;

import java.time.Instant;
import java.util.Map;

/** What a worker says about one try of a task. */
public sealed interface TaskReport {

    /** The try that this is about, from 1. */
    int tryNumber();

    /** When it was so, by the worker's clock. */
    Instant at();

    /** The try has begun, or still goes on. */
    record Alive(int tryNumber, Instant at, String worker) implements TaskReport {}

    /** The try has succeeded. */
    record Completed(int tryNumber, Instant at, Map<String, Object> output) implements TaskReport {}

    /** The try has failed by its own fault. */
    record Failed(int tryNumber, Instant at, String error) implements TaskReport {}

    /** The try has ended by no fault of the task, for example because its worker was restarted. */
    record Lost(int tryNumber, Instant at, String reason) implements TaskReport {}
}

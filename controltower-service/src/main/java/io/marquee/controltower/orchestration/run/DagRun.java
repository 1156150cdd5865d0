package io.marquee.controltower.orchestration.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a DAG.
 *
 * @param logicalDate the time that the run is for; null when whoever triggered it gave none
 * @param runAfter it does not start before
 * @param lastDecisionAt when the planner last changed something
 * @param conf from whoever triggered it, JSON values
 */
public record DagRun(
        RunKey key,
        RunType type,
        RunState state,
        @Nullable Instant logicalDate,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        Instant runAfter,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant lastDecisionAt,
        Map<String, Object> conf,
        @Nullable String note) {

    public DagRun {
        conf = Collections.unmodifiableMap(new LinkedHashMap<>(conf));
    }

    /** A new run that waits for its turn. */
    public static DagRun queued(
            RunKey key,
            RunType type,
            @Nullable Instant logicalDate,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd,
            Instant runAfter,
            Instant now,
            Map<String, Object> conf,
            @Nullable String note) {
        return new DagRun(
                key,
                type,
                RunState.QUEUED,
                logicalDate,
                dataIntervalStart,
                dataIntervalEnd,
                runAfter,
                now,
                null,
                null,
                null,
                conf,
                note);
    }

    /** Its turn has come. */
    public DagRun start(Instant now) {
        require(RunState.RUNNING);
        return with(RunState.RUNNING, queuedAt, now, null, now);
    }

    /** All its tasks are finished. */
    public DagRun finish(RunState outcome, Instant now) {
        if (!outcome.isFinished()) {
            throw new IllegalArgumentException("a run cannot end in state " + outcome);
        }
        require(outcome);
        return with(outcome, queuedAt, startedAt, now, now);
    }

    /** Some of its tasks are to be done again. */
    public DagRun requeue(Instant now) {
        require(RunState.QUEUED);
        return with(RunState.QUEUED, now, null, null, now);
    }

    /** The planner has just changed something. */
    public DagRun decided(Instant now) {
        return with(state, queuedAt, startedAt, endedAt, now);
    }

    private void require(RunState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("run " + key + " cannot go from " + state + " to " + next);
        }
    }

    private DagRun with(
            RunState newState,
            Instant newQueuedAt,
            @Nullable Instant newStartedAt,
            @Nullable Instant newEndedAt,
            Instant decidedAt) {
        return new DagRun(
                key,
                type,
                newState,
                logicalDate,
                dataIntervalStart,
                dataIntervalEnd,
                runAfter,
                newQueuedAt,
                newStartedAt,
                newEndedAt,
                decidedAt,
                conf,
                note);
    }
}

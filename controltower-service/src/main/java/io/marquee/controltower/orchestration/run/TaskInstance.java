package io.marquee.controltower.orchestration.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task of one run, with the transitions it can make. Each returns the task as it is afterwards; an illegal one throws.
 *
 * <p>Tries are numbered from 1. A failed try is repeated while its number is at most {@code maxTries}, as in Airflow. A lost
 * try (its worker died) is repeated under a new number and raises {@code maxTries} by one, so it costs no retry.
 *
 * @param id unique over all runs
 * @param tryNumber of the newest try that was sent to the workers; 0 before the first
 * @param losses tries lost since the last clear
 * @param retryAt when the next try may start, in state {@link TaskState#UP_FOR_RETRY}
 * @param heardAt when news of the present try last arrived here, by our clock
 * @param worker who carries out the present try, or carried out the last
 * @param output what the task produced, JSON values
 * @param error why the last try did not succeed
 */
public record TaskInstance(
        String id,
        String taskId,
        TaskState state,
        int tryNumber,
        int maxTries,
        int losses,
        @Nullable Instant scheduledAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant retryAt,
        @Nullable Instant heardAt,
        @Nullable String worker,
        Map<String, Object> output,
        @Nullable String error) {

    public TaskInstance {
        output = Collections.unmodifiableMap(new LinkedHashMap<>(output));
    }

    /** A task that nothing has happened to yet. */
    public static TaskInstance fresh(String id, String taskId, int retries) {
        return new TaskInstance(
                id, taskId, TaskState.NONE, 0, retries, 0, null, null, null, null, null, null, null, Map.of(), null);
    }

    /** It may start. */
    public TaskInstance schedule(Instant now) {
        return change(TaskState.SCHEDULED).scheduledAt(now).retryAt(null).done();
    }

    /** The next try goes to the workers. */
    public TaskInstance queue(Instant now) {
        return change(TaskState.QUEUED)
                .tryNumber(tryNumber + 1)
                .queuedAt(now)
                .startedAt(null)
                .endedAt(null)
                .heardAt(null)
                .worker(null)
                .error(null)
                .done();
    }

    /**
     * Takes in what a worker says. News of a try that is over or superseded changes nothing: the same instance is returned.
     */
    public TaskInstance hear(TaskReport report, RetryPolicy retries, Instant now) {
        if (!state.isWithWorkers() || report.tryNumber() != tryNumber) {
            return this;
        }
        return switch (report) {
            case TaskReport.Alive alive ->
                change(TaskState.RUNNING)
                        .startedAt(startedAt == null ? alive.at() : startedAt)
                        .heardAt(now)
                        .worker(alive.worker())
                        .done();
            case TaskReport.Completed completed ->
                change(TaskState.SUCCESS)
                        .startedAt(startedAt == null ? completed.at() : startedAt)
                        .endedAt(completed.at())
                        .heardAt(now)
                        .output(completed.output())
                        .done();
            case TaskReport.Failed failed -> fail(failed.error(), failed.at(), retries, now);
            case TaskReport.Lost lost -> lose(lost.reason(), retries, now);
        };
    }

    /** The present try has failed: there is another one after the delay, or the task has failed. */
    public TaskInstance fail(String reason, Instant at, RetryPolicy retries, Instant now) {
        Change change = tryNumber <= maxTries
                ? change(TaskState.UP_FOR_RETRY).retryAt(now.plus(retries.delay()))
                : change(TaskState.FAILED);
        return change.endedAt(at).error(reason).done();
    }

    /** The present try is lost: another one is due at once, unless it has been lost too often to be bad luck. */
    public TaskInstance lose(String reason, RetryPolicy retries, Instant now) {
        if (losses >= retries.mostLosses()) {
            return fail(reason + "; it was the loss number " + (losses + 1) + " of this task", now, retries, now);
        }
        return change(TaskState.SCHEDULED)
                .scheduledAt(now)
                .endedAt(now)
                .maxTries(maxTries + 1)
                .losses(losses + 1)
                .error(reason)
                .done();
    }

    /** It will not run, because a task it depends on failed. */
    public TaskInstance blockByUpstream(Instant now) {
        return change(TaskState.UPSTREAM_FAILED).startedAt(now).endedAt(now).done();
    }

    /** It will not run, because a task it depends on was skipped. */
    public TaskInstance skip(Instant now) {
        return change(TaskState.SKIPPED).startedAt(now).endedAt(now).done();
    }

    /** It is to be done again from the start, with all its retries. Try numbers go on, so that old news stays old. */
    public TaskInstance clear(int retries) {
        return new TaskInstance(
                id,
                taskId,
                TaskState.NONE,
                tryNumber,
                tryNumber + retries,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null);
    }

    /** From start to end; null before it has started. */
    public @Nullable Duration duration(Instant now) {
        return startedAt == null ? null : Duration.between(startedAt, endedAt == null ? now : endedAt);
    }

    private Change change(TaskState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("task " + taskId + " cannot go from " + state + " to " + next);
        }
        return new Change(this, next);
    }

    /** Collects the fields that differ after a transition. */
    private static final class Change {

        private final TaskInstance before;
        private final TaskState state;
        private int tryNumber;
        private int maxTries;
        private int losses;
        private @Nullable Instant scheduledAt;
        private @Nullable Instant queuedAt;
        private @Nullable Instant startedAt;
        private @Nullable Instant endedAt;
        private @Nullable Instant retryAt;
        private @Nullable Instant heardAt;
        private @Nullable String worker;
        private Map<String, Object> output;
        private @Nullable String error;

        Change(TaskInstance before, TaskState state) {
            this.before = before;
            this.state = state;
            this.tryNumber = before.tryNumber;
            this.maxTries = before.maxTries;
            this.losses = before.losses;
            this.scheduledAt = before.scheduledAt;
            this.queuedAt = before.queuedAt;
            this.startedAt = before.startedAt;
            this.endedAt = before.endedAt;
            this.retryAt = before.retryAt;
            this.heardAt = before.heardAt;
            this.worker = before.worker;
            this.output = before.output;
            this.error = before.error;
        }

        Change tryNumber(int value) {
            tryNumber = value;
            return this;
        }

        Change maxTries(int value) {
            maxTries = value;
            return this;
        }

        Change losses(int value) {
            losses = value;
            return this;
        }

        Change scheduledAt(@Nullable Instant value) {
            scheduledAt = value;
            return this;
        }

        Change queuedAt(@Nullable Instant value) {
            queuedAt = value;
            return this;
        }

        Change startedAt(@Nullable Instant value) {
            startedAt = value;
            return this;
        }

        Change endedAt(@Nullable Instant value) {
            endedAt = value;
            return this;
        }

        Change retryAt(@Nullable Instant value) {
            retryAt = value;
            return this;
        }

        Change heardAt(@Nullable Instant value) {
            heardAt = value;
            return this;
        }

        Change worker(@Nullable String value) {
            worker = value;
            return this;
        }

        Change output(Map<String, Object> value) {
            output = value;
            return this;
        }

        Change error(@Nullable String value) {
            error = value;
            return this;
        }

        TaskInstance done() {
            return new TaskInstance(
                    before.id,
                    before.taskId,
                    state,
                    tryNumber,
                    maxTries,
                    losses,
                    scheduledAt,
                    queuedAt,
                    startedAt,
                    endedAt,
                    retryAt,
                    heardAt,
                    worker,
                    output,
                    error);
        }
    }
}

package io.marquee.controltower.orchestration.run;

import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens next in a running run: which tasks may start, which are sent to the workers, whose try is lost or has
 * run too long, and when the run is over. A pure function of the run's state and the time; the rules are those of Airflow's
 * scheduler with the trigger rule {@code all_success}.
 */
public final class RunPlanner {

    /**
     * How long silence is borne.
     *
     * @param heartbeat since the last news of a running try, before it counts as lost
     * @param queued since a try was sent to the workers, before it counts as lost when none has begun it
     * @param timeoutGrace beyond its execution timeout, for the worker to stop the try by itself
     * @param mostLosses see {@link RetryPolicy}
     */
    public record Patience(Duration heartbeat, Duration queued, Duration timeoutGrace, int mostLosses) {

        public Patience {
            requirePositive("heartbeat", heartbeat);
            requirePositive("queued", queued);
        }

        private static void requirePositive(String name, Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException("'" + name + "' must be positive, got: " + value);
            }
        }
    }

    private final Patience patience;

    public RunPlanner(Patience patience) {
        this.patience = patience;
    }

    /** What follows a try of that task that does not succeed. */
    public RetryPolicy retriesOf(TaskDefinition task) {
        return new RetryPolicy(task.retryDelay(), patience.mostLosses());
    }

    /**
     * The steps to take now; empty when there is nothing to do but wait.
     *
     * @param watchingSince since when news would have reached us without a gap: silence before that says nothing about a worker
     */
    public List<Decision> plan(RunSnapshot run, Instant watchingSince, Instant now) {
        Dag dag = run.dag();
        Map<String, TaskInstance> tasks = new LinkedHashMap<>(run.tasks());
        List<Decision> decisions = new ArrayList<>();
        for (TaskDefinition definition : dag.tasks()) {
            TaskInstance task = tasks.get(definition.taskId());
            Optional<Decision.OfTask> decision =
                    switch (task.state()) {
                        case QUEUED, RUNNING -> overdue(definition, task, watchingSince, now);
                        case UP_FOR_RETRY -> retry(task, run.paused(), now);
                        case NONE -> afterUpstream(definition, tasks, run.paused());
                        case SCHEDULED, SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED -> Optional.empty();
                    };
            decision.ifPresent(step -> take(step, definition, tasks, decisions, now));
        }
        dispatch(dag, run.paused(), tasks, decisions, now);
        if (tasks.values().stream().allMatch(task -> task.state().isFinished())) {
            decisions.add(new Decision.Finish(outcome(dag, tasks)));
        }
        return decisions;
    }

    private void take(
            Decision.OfTask step,
            TaskDefinition definition,
            Map<String, TaskInstance> tasks,
            List<Decision> decisions,
            Instant now) {
        decisions.add(step);
        tasks.computeIfPresent(definition.taskId(), (id, task) -> step.applyTo(task, retriesOf(definition), now));
    }

    private Optional<Decision.OfTask> overdue(
            TaskDefinition definition, TaskInstance task, Instant watchingSince, Instant now) {
        Duration timeout = definition.executionTimeout();
        if (timeout != null
                && task.startedAt() != null
                && now.isAfter(task.startedAt().plus(timeout).plus(patience.timeoutGrace()))) {
            return Optional.of(new Decision.TimeOut(task.taskId(), "timed out after " + timeout));
        }
        if (task.state() == TaskState.RUNNING) {
            return silentSince(task.heardAt(), watchingSince, patience.heartbeat(), now)
                    .map(silence -> new Decision.DeclareLost(
                            task.taskId(),
                            "no heartbeat of worker " + task.worker() + " for " + silence.toSeconds() + " s"));
        }
        return silentSince(task.queuedAt(), watchingSince, patience.queued(), now)
                .map(silence -> new Decision.DeclareLost(
                        task.taskId(),
                        "no worker has begun try " + task.tryNumber() + " for " + silence.toSeconds() + " s"));
    }

    private static Optional<Duration> silentSince(
            @Nullable Instant heard, Instant watchingSince, Duration patience, Instant now) {
        Instant since = heard == null || heard.isBefore(watchingSince) ? watchingSince : heard;
        Duration silence = Duration.between(since, now);
        return silence.compareTo(patience) > 0 ? Optional.of(silence) : Optional.empty();
    }

    private static Optional<Decision.OfTask> retry(TaskInstance task, boolean paused, Instant now) {
        boolean due = task.retryAt() == null || !now.isBefore(task.retryAt());
        return due && !paused ? Optional.of(new Decision.Schedule(task.taskId())) : Optional.empty();
    }

    private static Optional<Decision.OfTask> afterUpstream(
            TaskDefinition definition, Map<String, TaskInstance> tasks, boolean paused) {
        List<TaskState> upstream = definition.dependsOn().stream()
                .map(taskId -> tasks.get(taskId).state())
                .toList();
        if (upstream.stream().anyMatch(state -> state == TaskState.FAILED || state == TaskState.UPSTREAM_FAILED)) {
            return Optional.of(new Decision.MarkUpstreamFailed(definition.taskId()));
        }
        if (upstream.contains(TaskState.SKIPPED)) {
            return Optional.of(new Decision.Skip(definition.taskId()));
        }
        boolean ready = upstream.stream().allMatch(state -> state == TaskState.SUCCESS);
        return ready && !paused ? Optional.of(new Decision.Schedule(definition.taskId())) : Optional.empty();
    }

    private void dispatch(
            Dag dag, boolean paused, Map<String, TaskInstance> tasks, List<Decision> decisions, Instant now) {
        if (paused) {
            return;
        }
        long active = tasks.values().stream()
                .filter(task -> task.state().isWithWorkers())
                .count();
        for (TaskDefinition definition : dag.tasks()) {
            TaskInstance task = tasks.get(definition.taskId());
            if (task.state() == TaskState.SCHEDULED && active < dag.maxActiveTasks()) {
                take(new Decision.Dispatch(task.taskId(), task.tryNumber() + 1), definition, tasks, decisions, now);
                active++;
            }
        }
    }

    private static RunState outcome(Dag dag, Map<String, TaskInstance> tasks) {
        boolean broken = dag.leaves().stream()
                .map(leaf -> tasks.get(leaf.taskId()).state())
                .anyMatch(state -> state == TaskState.FAILED || state == TaskState.UPSTREAM_FAILED);
        return broken ? RunState.FAILED : RunState.SUCCESS;
    }
}

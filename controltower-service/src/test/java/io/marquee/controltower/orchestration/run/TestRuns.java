package io.marquee.controltower.orchestration.run;

import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DAGs and tasks in a given state. */
final class TestRuns {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(30), 2);
    static final RunPlanner PLANNER = new RunPlanner(
            new RunPlanner.Patience(Duration.ofSeconds(15), Duration.ofMinutes(30), Duration.ofSeconds(10), 2));

    private TestRuns() {}

    static TaskDefinition task(String taskId, String... dependsOn) {
        return task(taskId, null, dependsOn);
    }

    static TaskDefinition task(String taskId, @Nullable Duration timeout, String... dependsOn) {
        return new TaskDefinition(taskId, "work", Map.of(), List.of(dependsOn), 3, Duration.ofSeconds(30), timeout);
    }

    static Dag dag(TaskDefinition... tasks) {
        return dag(16, tasks);
    }

    static Dag dag(int maxActiveTasks, TaskDefinition... tasks) {
        return new Dag("nightly", null, null, List.of(), "marquee", 1, maxActiveTasks, false, List.of(tasks));
    }

    /** A snapshot with the tasks given; those of the DAG that are not given have not been touched. */
    static RunSnapshot run(Dag dag, TaskInstance... tasks) {
        return snapshot(dag, false, tasks);
    }

    static RunSnapshot paused(Dag dag, TaskInstance... tasks) {
        return snapshot(dag, true, tasks);
    }

    private static RunSnapshot snapshot(Dag dag, boolean paused, TaskInstance... tasks) {
        Map<String, TaskInstance> byId = new LinkedHashMap<>();
        dag.tasks().forEach(task -> byId.put(task.taskId(), fresh(task.taskId())));
        Arrays.stream(tasks).forEach(task -> byId.put(task.taskId(), task));
        return new RunSnapshot(dag, byId, paused);
    }

    static TaskInstance fresh(String taskId) {
        return TaskInstance.fresh("id-" + taskId, taskId, 3);
    }

    static TaskInstance queued(String taskId) {
        return fresh(taskId).schedule(NOON).queue(NOON);
    }

    static TaskInstance running(String taskId) {
        return queued(taskId).hear(new TaskReport.Alive(1, NOON, "host:1"), POLICY, NOON);
    }

    static TaskInstance succeeded(String taskId) {
        return running(taskId).hear(new TaskReport.Completed(1, NOON, Map.of()), POLICY, NOON);
    }

    static TaskInstance upForRetry(String taskId) {
        return running(taskId).hear(new TaskReport.Failed(1, NOON, "broken"), POLICY, NOON);
    }

    static TaskInstance failed(String taskId) {
        return failAll(fresh(taskId));
    }

    /** Fails each try until none is left. */
    static TaskInstance failAll(TaskInstance task) {
        TaskInstance now = task;
        while (now.state() != TaskState.FAILED) {
            now = now.schedule(NOON).queue(NOON);
            now = now.hear(new TaskReport.Failed(now.tryNumber(), NOON, "broken"), POLICY, NOON);
        }
        return now;
    }
}

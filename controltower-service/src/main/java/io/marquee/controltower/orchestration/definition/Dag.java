package io.marquee.controltower.orchestration.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline: tasks, what each waits for, and when a run starts by itself.
 *
 * @param schedule null when runs start only by hand or by an event
 * @param maxActiveRuns how many runs may be running at a time; further ones wait in state queued
 * @param maxActiveTasks how many tasks of one run may be with the workers at a time
 * @param pausedUponCreation whether the DAG starts paused when it is first seen
 * @param tasks in an order in which each task comes after those it depends on
 */
public record Dag(
        String dagId,
        @Nullable String description,
        @Nullable Schedule schedule,
        List<String> tags,
        String owner,
        int maxActiveRuns,
        int maxActiveTasks,
        boolean pausedUponCreation,
        List<TaskDefinition> tasks) {

    public Dag {
        TaskDefinition.checkId("dag_id", dagId);
        requirePositive("max_active_runs", maxActiveRuns);
        requirePositive("max_active_tasks", maxActiveTasks);
        tags = List.copyOf(tags);
        tasks = inOrder(tasks);
    }

    /** The task with that id. */
    public Optional<TaskDefinition> task(String taskId) {
        return tasks.stream().filter(task -> task.taskId().equals(taskId)).findFirst();
    }

    /** Tasks that no other task waits for; they decide how a run ends. */
    public List<TaskDefinition> leaves() {
        return tasks.stream()
                .filter(task ->
                        tasks.stream().noneMatch(other -> other.dependsOn().contains(task.taskId())))
                .toList();
    }

    /** The tasks that the given ones wait for, directly or not; without the given ones. */
    public Set<String> upstreamOf(Set<String> taskIds) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(taskIds);
        while (!open.isEmpty()) {
            task(open.pop())
                    .ifPresent(
                            task -> task.dependsOn().stream().filter(found::add).forEach(open::push));
        }
        found.removeAll(taskIds);
        return found;
    }

    /** The tasks that wait for the given ones, directly or not; without the given ones. */
    public Set<String> downstreamOf(Set<String> taskIds) {
        Set<String> reached = new LinkedHashSet<>(taskIds);
        // The list is in dependency order, so one pass reaches everything.
        for (TaskDefinition task : tasks) {
            if (task.dependsOn().stream().anyMatch(reached::contains)) {
                reached.add(task.taskId());
            }
        }
        reached.removeAll(taskIds);
        return reached;
    }

    private static void requirePositive(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("'" + field + "' must be at least 1, got: " + value);
        }
    }

    /** Kahn's topological sort, stable in the file's order. */
    private static List<TaskDefinition> inOrder(List<TaskDefinition> tasks) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a DAG needs at least one task");
        }
        Map<String, TaskDefinition> waiting = new LinkedHashMap<>();
        for (TaskDefinition task : tasks) {
            if (waiting.putIfAbsent(task.taskId(), task) != null) {
                throw new IllegalArgumentException("task id '" + task.taskId() + "' is used twice");
            }
        }
        for (TaskDefinition task : tasks) {
            for (String dependency : task.dependsOn()) {
                if (!waiting.containsKey(dependency)) {
                    throw new IllegalArgumentException(
                            "task '" + task.taskId() + "' depends on unknown task '" + dependency + "'");
                }
            }
        }
        List<TaskDefinition> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            TaskDefinition next = waiting.values().stream()
                    .filter(task -> task.dependsOn().stream().noneMatch(waiting::containsKey))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the tasks wait for each other in a circle: " + String.join(" -> ", circle(waiting))));
            waiting.remove(next.taskId());
            ordered.add(next);
        }
        return List.copyOf(ordered);
    }

    private static List<String> circle(Map<String, TaskDefinition> waiting) {
        List<String> path = new ArrayList<>();
        String step = waiting.keySet().iterator().next();
        while (!path.contains(step)) {
            path.add(step);
            step = waiting.get(step).dependsOn().stream()
                    .filter(waiting::containsKey)
                    .findFirst()
                    .orElseThrow();
        }
        path.add(step);
        return path.subList(path.indexOf(step), path.size());
    }
}

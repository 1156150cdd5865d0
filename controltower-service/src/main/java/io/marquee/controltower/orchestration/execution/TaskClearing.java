package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.TaskInstance;
import io.marquee.controltower.orchestration.run.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes tasks be done again: the operator's way to go on after a failure. */
@ApplicationScoped
public class TaskClearing {

    private final DagRepository dags;
    private final DagRunRepository runs;
    private final TaskInstanceRepository tasks;
    private final RunEvents events;
    private final Clock clock;

    TaskClearing(
            DagRepository dags, DagRunRepository runs, TaskInstanceRepository tasks, RunEvents events, Clock clock) {
        this.dags = dags;
        this.runs = runs;
        this.tasks = tasks;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Clears the tasks that the request names, or only finds them when it is a dry run.
     *
     * @return the tasks as they were before; empty when the request names a run that does not exist
     */
    @Transactional
    public Optional<List<TaskView>> clear(String dagId, ClearRequest request) {
        dags.lock(dagId);
        List<DagRunEntity> named = namedRuns(dagId, request);
        if (request.runId() != null && named.isEmpty()) {
            return Optional.empty();
        }
        List<TaskView> cleared = new ArrayList<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (DagRunEntity run : named) {
            cleared.addAll(clear(run, request, now));
        }
        return Optional.of(cleared);
    }

    private List<TaskView> clear(DagRunEntity run, ClearRequest request, Instant now) {
        Dag dag = run.version.dag();
        Set<String> chosen = chosen(dag, request);
        List<TaskView> found = new ArrayList<>();
        for (TaskInstanceEntity row : tasks.of(run)) {
            TaskInstance task = row.toRecord();
            if (!chosen.contains(task.taskId()) || !matches(task.state(), request)) {
                continue;
            }
            TaskDefinition definition = dag.task(task.taskId()).orElseThrow();
            found.add(new TaskView(run.toRecord(), run.version.toRecord(), definition, task));
            if (!request.dryRun()) {
                row.store(task.clear(definition.retries()));
            }
        }
        RunState state = RunState.ofWire(run.state);
        if (!request.dryRun() && !found.isEmpty() && request.resetRuns() && state.isFinished()) {
            DagRun queued = run.toRecord().requeue(now);
            run.store(queued);
            events.runEntered(queued);
        }
        return found;
    }

    private static Set<String> chosen(Dag dag, ClearRequest request) {
        Set<String> chosen = new LinkedHashSet<>(request.taskIds());
        if (chosen.isEmpty()) {
            dag.tasks().forEach(task -> chosen.add(task.taskId()));
        }
        Set<String> start = Set.copyOf(chosen);
        if (request.includeUpstream()) {
            chosen.addAll(dag.upstreamOf(start));
        }
        if (request.includeDownstream()) {
            chosen.addAll(dag.downstreamOf(start));
        }
        return chosen;
    }

    private static boolean matches(TaskState state, ClearRequest request) {
        if (request.onlyFailed()) {
            return state == TaskState.FAILED || state == TaskState.UPSTREAM_FAILED;
        }
        return !request.onlyRunning() || state.isWithWorkers();
    }

    private List<DagRunEntity> namedRuns(String dagId, ClearRequest request) {
        if (request.runId() == null) {
            return runsBetween(dagId, request.from(), request.to());
        }
        Optional<DagRunEntity> named = runs.lock(new RunKey(dagId, request.runId()));
        if (named.isEmpty() || !(request.includeFuture() || request.includePast())) {
            return named.stream().toList();
        }
        Instant date = named.get().logicalDate;
        if (date == null) {
            return named.stream().toList();
        }
        return runsBetween(dagId, request.includePast() ? null : date, request.includeFuture() ? null : date);
    }

    private List<DagRunEntity> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to) {
        return runs.find(
                        "dagId = ?1 and coalesce(logicalDate, runAfter) >= ?2 and coalesce(logicalDate, runAfter) <= ?3"
                                + " order by id",
                        dagId,
                        from == null ? Instant.parse("0001-01-01T00:00:00Z") : from,
                        to == null ? Instant.parse("9999-01-01T00:00:00Z") : to)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}

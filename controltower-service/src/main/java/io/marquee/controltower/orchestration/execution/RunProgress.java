package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.Decision;
import io.marquee.controltower.orchestration.run.RunPlanner;
import io.marquee.controltower.orchestration.run.RunSnapshot;
import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.TaskInstance;
import io.marquee.controltower.orchestration.run.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the planner's steps for one run, inside the transaction of a caller that holds the lock of the run's row. */
@ApplicationScoped
class RunProgress {

    private final RunPlanner planner;
    private final DagRepository dags;
    private final TaskInstanceRepository tasks;
    private final TaskDispatcher dispatcher;
    private final TaskLog log;
    private final RunEvents events;

    RunProgress(
            RunPlanner planner,
            DagRepository dags,
            TaskInstanceRepository tasks,
            TaskDispatcher dispatcher,
            TaskLog log,
            RunEvents events) {
        this.planner = planner;
        this.dags = dags;
        this.tasks = tasks;
        this.dispatcher = dispatcher;
        this.log = log;
        this.events = events;
    }

    /** Plans once and takes all steps of the plan. */
    void advance(DagRunEntity entity, Instant watchingSince, Instant now) {
        if (RunState.ofWire(entity.state) != RunState.RUNNING) {
            return;
        }
        Dag dag = entity.version.dag();
        Map<String, TaskInstanceEntity> rows = tasks.byTaskId(entity);
        RunSnapshot snapshot = new RunSnapshot(dag, records(rows), isPaused(entity.dagId));
        List<Decision> decisions = planner.plan(snapshot, watchingSince, now);
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.OfTask step -> take(step, entity, dag, rows, now);
                case Decision.Finish finish -> {
                    DagRun finished = entity.toRecord().finish(finish.outcome(), now);
                    entity.store(finished);
                    events.runEntered(finished);
                }
            }
        }
        if (!decisions.isEmpty()) {
            entity.store(entity.toRecord().decided(now));
        }
    }

    private void take(
            Decision.OfTask step, DagRunEntity entity, Dag dag, Map<String, TaskInstanceEntity> rows, Instant now) {
        TaskInstanceEntity row = rows.get(step.taskId());
        TaskDefinition definition = dag.task(step.taskId()).orElseThrow();
        TaskInstance before = row.toRecord();
        TaskInstance after = step.applyTo(before, planner.retriesOf(definition), now);
        store(entity, row, after, now);
        switch (step) {
            case Decision.Dispatch _ ->
                dispatcher.send(entity.toRecord(), definition, after, outputs(rows, dag, definition), now);
            case Decision.DeclareLost lost -> log.note(row.id, before.tryNumber(), now, "warning", lost.reason());
            case Decision.TimeOut timeout -> log.note(row.id, before.tryNumber(), now, "error", timeout.reason());
            case Decision.Schedule _, Decision.MarkUpstreamFailed _, Decision.Skip _ -> {
                // The new state says it all.
            }
        }
    }

    /** Stores the task's new state with everything that goes with it. */
    void store(DagRunEntity entity, TaskInstanceEntity row, TaskInstance after, Instant now) {
        TaskState before = TaskState.ofWire(row.state);
        row.store(after);
        if (after.state() == before || !after.state().isFinished()) {
            return;
        }
        DagRun run = entity.toRecord();
        events.taskEnded(run.key(), after, now);
        if (after.state() == TaskState.FAILED) {
            dispatcher.alert(run, after, now);
        }
    }

    /** What the tasks produced that this one comes after, directly or not. */
    private static Map<String, Object> outputs(
            Map<String, TaskInstanceEntity> rows, Dag dag, TaskDefinition definition) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        Set<String> upstream = dag.upstreamOf(Set.of(definition.taskId()));
        rows.forEach((taskId, row) -> {
            if (upstream.contains(taskId)) {
                outputs.put(taskId, row.toRecord().output());
            }
        });
        return outputs;
    }

    private boolean isPaused(String dagId) {
        DagEntity dag = dags.findById(dagId);
        return dag != null && dag.paused;
    }

    private static Map<String, TaskInstance> records(Map<String, TaskInstanceEntity> rows) {
        Map<String, TaskInstance> records = new LinkedHashMap<>();
        rows.forEach((taskId, row) -> records.put(taskId, row.toRecord()));
        return records;
    }
}

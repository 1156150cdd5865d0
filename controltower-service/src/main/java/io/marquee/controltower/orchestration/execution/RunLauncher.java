package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.id.EventId;
import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.TaskInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Creates runs. They are created waiting; {@link RunAdvancer} starts them when it is their turn. */
@ApplicationScoped
public class RunLauncher {

    private final DagRepository dags;
    private final DagRunRepository runs;
    private final TaskInstanceRepository tasks;
    private final RunEvents events;
    private final Clock clock;

    RunLauncher(
            DagRepository dags, DagRunRepository runs, TaskInstanceRepository tasks, RunEvents events, Clock clock) {
        this.dags = dags;
        this.runs = runs;
        this.tasks = tasks;
        this.events = events;
        this.clock = clock;
    }

    /** Creates the run, unless there is one of the same id or for the same logical date. */
    @Transactional
    public Launch launch(Dag dag, RunRequest request) {
        // PostgreSQL keeps microseconds; what is answered now must equal what is read later.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        RunKey key = new RunKey(dag.dagId(), request.runIdAt(now));
        dags.lock(dag);
        if (runs.find(key).isPresent()) {
            return new Launch.DuplicateRunId(key);
        }
        Instant logicalDate = request.logicalDate();
        if (logicalDate != null) {
            Optional<DagRunEntity> other = runs.find("dagId = ?1 and logicalDate = ?2", dag.dagId(), logicalDate)
                    .firstResultOptional();
            if (other.isPresent()) {
                return new Launch.DuplicateLogicalDate(other.get().toRecord().key(), logicalDate);
            }
        }
        DagRun run = DagRun.queued(
                key,
                request.type(),
                logicalDate,
                request.dataIntervalStart(),
                request.dataIntervalEnd(),
                request.runAfter() == null ? now : request.runAfter(),
                now,
                request.conf(),
                request.note());
        DagRunEntity entity = DagRunEntity.of(run, dags.versionOf(dag));
        runs.persist(entity);
        int position = 0;
        for (TaskDefinition task : dag.tasks()) {
            TaskInstance instance = TaskInstance.fresh(EventId.next(now), task.taskId(), task.retries());
            tasks.persist(TaskInstanceEntity.of(instance, entity, position++));
        }
        events.runEntered(run);
        return new Launch.Launched(new RunView(run, entity.version.toRecord()));
    }
}

package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.event.PipelineEvent;
import io.marquee.contract.event.TaskNews;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.RunPlanner;
import io.marquee.controltower.orchestration.run.TaskInstance;
import io.marquee.controltower.orchestration.run.TaskReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes in what workers report and moves the run on at once. The same news twice, news of a superseded try and news of runs
 * that are not ours change nothing.
 */
@ApplicationScoped
public class ReportIntake {

    private static final Logger LOG = Logger.getLogger(ReportIntake.class);

    private final DagRunRepository runs;
    private final TaskInstanceRepository tasks;
    private final RunProgress progress;
    private final RunPlanner planner;
    private final TaskLog log;
    private final Clock clock;

    ReportIntake(
            DagRunRepository runs,
            TaskInstanceRepository tasks,
            RunProgress progress,
            RunPlanner planner,
            TaskLog log,
            Clock clock) {
        this.runs = runs;
        this.tasks = tasks;
        this.progress = progress;
        this.planner = planner;
        this.log = log;
        this.clock = clock;
    }

    /** Takes in one report, in one transaction. */
    @Transactional
    public void accept(PipelineEvent event) {
        if (event.dagId() == null || event.dagRunId() == null || event.taskId() == null || event.tryNumber() == null) {
            LOG.debugf("event %s is about no task of a run", event.eventId());
            return;
        }
        Optional<DagRunEntity> found = runs.lock(new RunKey(event.dagId(), event.dagRunId()));
        if (found.isEmpty()) {
            LOG.debugf("event %s is about a run that is not ours: %s", event.eventId(), event.dagRunId());
            return;
        }
        DagRunEntity run = found.get();
        TaskInstanceEntity row =
                tasks.find("run = ?1 and taskId = ?2", run, event.taskId()).firstResult();
        if (row == null) {
            LOG.warnf("event %s is about a task that its run does not have: %s", event.eventId(), event.taskId());
            return;
        }
        log.append(row.id, event.tryNumber(), event.eventId(), TaskNews.logOf(event));
        TaskDefinition definition = run.version.dag().task(row.taskId).orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TaskInstance before = row.toRecord();
        TaskReport report = report(event);
        TaskInstance after = before.hear(report, planner.retriesOf(definition), now);
        if (after == before) {
            return;
        }
        noteOutcome(row.id, report, now);
        progress.store(run, row, after, now);
        if (after.state() != before.state()) {
            // Reports are read in order, so silence is no topic here: what is overdue is left to the regular look.
            progress.advance(run, now, now);
        }
    }

    private void noteOutcome(String taskInstance, TaskReport report, Instant now) {
        switch (report) {
            case TaskReport.Failed failed ->
                log.note(taskInstance, failed.tryNumber(), now, "error", "failed: " + failed.error());
            case TaskReport.Lost lost ->
                log.note(taskInstance, lost.tryNumber(), now, "warning", "lost: " + lost.reason());
            case TaskReport.Completed completed ->
                log.note(taskInstance, completed.tryNumber(), now, "info", "succeeded");
            case TaskReport.Alive _ -> {
                // Heartbeats would drown the lines that people look for.
            }
        }
    }

    private static TaskReport report(PipelineEvent event) {
        int tryNumber = event.tryNumber() == null ? 0 : event.tryNumber();
        String reason = event.errorMessage() == null ? "the worker gave no reason" : event.errorMessage();
        return switch (event.status()) {
            case STARTED, RUNNING -> new TaskReport.Alive(tryNumber, event.timestamp(), TaskNews.workerOf(event));
            case COMPLETED -> new TaskReport.Completed(tryNumber, event.timestamp(), event.outputData());
            case FAILED ->
                TaskNews.isLost(event)
                        ? new TaskReport.Lost(tryNumber, event.timestamp(), reason)
                        : new TaskReport.Failed(tryNumber, event.timestamp(), reason);
        };
    }
}

package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.id.EventId;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.TaskInstance;
import io.marquee.platform.outbox.EventOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the orchestrator sends: tasks to the workers, and an alert when a task has failed for good. */
@ApplicationScoped
class TaskDispatcher {

    static final String SOURCE = "controltower";

    /** Entry of a task's conf with the outputs of the run's finished tasks, by task id. */
    static final String UPSTREAM = "upstream";

    private final EventOutbox outbox;

    TaskDispatcher(EventOutbox outbox) {
        this.outbox = outbox;
    }

    /** Sends the task's present try, when the transaction commits. */
    void send(DagRun run, TaskDefinition definition, TaskInstance task, Map<String, Object> upstream, Instant now) {
        Map<String, Object> conf = new LinkedHashMap<>(run.conf());
        conf.put(UPSTREAM, upstream);
        Duration timeout = definition.executionTimeout();
        outbox.append(new PipelineTask(
                EventId.next(now),
                now,
                SOURCE,
                run.key().dagId(),
                run.key().runId(),
                task.taskId(),
                definition.operator(),
                definition.params(),
                conf,
                task.tryNumber(),
                Math.max(task.tryNumber(), task.maxTries() + 1),
                run.logicalDate(),
                timeout == null ? null : timeout.toMillis() / 1000.0));
    }

    /** Raises the alarm about a task without retries left, when the transaction commits. */
    void alert(DagRun run, TaskInstance task, Instant now) {
        String reason = task.error() == null ? "no reason given" : task.error();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("dag_id", run.key().dagId());
        details.put("dag_run_id", run.key().runId());
        details.put("task_id", task.taskId());
        details.put("try_number", task.tryNumber());
        details.put("error_message", reason);
        outbox.append(new SystemAlert(
                EventId.next(now),
                now,
                SOURCE,
                "orchestration",
                SystemAlert.Level.ERROR,
                "task " + task.taskId() + " of " + run.key().dagId() + " failed for good at try " + task.tryNumber()
                        + ": " + reason,
                "pipeline-task-failed",
                details,
                false,
                null,
                List.of(run.key().dagId(), task.taskId())));
    }
}

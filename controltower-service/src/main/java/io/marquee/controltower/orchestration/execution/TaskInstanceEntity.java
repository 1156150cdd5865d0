package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.TaskInstance;
import io.marquee.controltower.orchestration.run.TaskState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A task's row within a run. */
@Entity
@Table(schema = "orchestration", name = "task_instance")
class TaskInstanceEntity {

    @Id
    String id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "dag_run")
    DagRunEntity run;

    @Column(name = "task_id")
    String taskId;

    /** Place in the DAG's order. */
    int position;

    @Nullable
    String state;

    @Column(name = "try_number")
    int tryNumber;

    @Column(name = "max_tries")
    int maxTries;

    int losses;

    @Column(name = "scheduled_at")
    @Nullable
    Instant scheduledAt;

    @Column(name = "queued_at")
    @Nullable
    Instant queuedAt;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column(name = "retry_at")
    @Nullable
    Instant retryAt;

    @Column(name = "heard_at")
    @Nullable
    Instant heardAt;

    @Nullable
    String worker;

    @ColumnTransformer(write = "?::jsonb")
    String output;

    @Nullable
    String error;

    TaskInstance toRecord() {
        return new TaskInstance(
                id,
                taskId,
                TaskState.ofWire(state),
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
                Json.object(output),
                error);
    }

    void store(TaskInstance task) {
        state = task.state().wireName();
        tryNumber = task.tryNumber();
        maxTries = task.maxTries();
        losses = task.losses();
        scheduledAt = task.scheduledAt();
        queuedAt = task.queuedAt();
        startedAt = task.startedAt();
        endedAt = task.endedAt();
        retryAt = task.retryAt();
        heardAt = task.heardAt();
        worker = task.worker();
        String newOutput = Json.write(task.output());
        // The column's text comes back in PostgreSQL's own layout; only a real change may look like one.
        if (output == null || !Json.object(output).equals(Json.object(newOutput))) {
            output = newOutput;
        }
        error = task.error();
    }

    static TaskInstanceEntity of(TaskInstance task, DagRunEntity run, int position) {
        TaskInstanceEntity entity = new TaskInstanceEntity();
        entity.id = task.id();
        entity.run = run;
        entity.taskId = task.taskId();
        entity.position = position;
        entity.store(task);
        return entity;
    }
}

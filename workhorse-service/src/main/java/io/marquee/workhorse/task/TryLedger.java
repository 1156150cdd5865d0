package io.marquee.workhorse.task;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.PipelineEvent;
import io.marquee.contract.event.PipelineTask;
import io.marquee.contract.event.UndecodableEventException;
import io.marquee.platform.outbox.EventOutbox;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which tries were taken on, by whom, and what became of them. */
@ApplicationScoped
class TryLedger {

    /** What became of a try. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** Ended by no fault of the task. */
        LOST,
        /** Given up for a later try; nobody waits for its news. */
        SUPERSEDED
    }

    /** A try that has not ended by what the ledger says. */
    record Unfinished(PipelineTask task, WorkerIdentity worker) {}

    private final Database database;
    private final EventOutbox outbox;
    private final Clock clock;

    TryLedger(Database database, EventOutbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Takes the try on for that worker; false when this or a later try of the task was taken on before, by anybody. */
    @Transactional
    boolean take(PipelineTask task, WorkerIdentity worker) {
        int inserted = database.update(
                """
                INSERT INTO tasks.task_try (dag_id, dag_run_id, task_id, try_number, task, state,
                                            worker_host, worker_pid, worker_started, taken_at)
                SELECT ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?
                WHERE NOT EXISTS (SELECT FROM tasks.task_try
                                  WHERE dag_id = ? AND dag_run_id = ? AND task_id = ? AND try_number > ?)
                ON CONFLICT DO NOTHING
                """,
                task.dagId(),
                task.dagRunId(),
                task.taskId(),
                task.tryNumber(),
                EventCodec.encode(task),
                worker.host(),
                worker.pid(),
                worker.startedAt(),
                clock.instant(),
                task.dagId(),
                task.dagRunId(),
                task.taskId(),
                task.tryNumber());
        return inserted == 1;
    }

    /** The try has ended; the news leaves with the row, if it is still ours to tell. */
    @Transactional
    void end(PipelineTask task, Outcome outcome, @Nullable PipelineEvent news) {
        int ended = database.update(
                """
                UPDATE tasks.task_try SET state = ?, ended_at = ?
                WHERE dag_id = ? AND dag_run_id = ? AND task_id = ? AND try_number = ? AND state = 'running'
                """,
                outcome.name().toLowerCase(Locale.ROOT),
                clock.instant(),
                task.dagId(),
                task.dagRunId(),
                task.taskId(),
                task.tryNumber());
        if (ended == 1 && news != null) {
            outbox.append(news);
        }
    }

    /** Tries that were taken on by processes of that machine and have not ended. */
    @Transactional
    List<Unfinished> unfinished(String host) {
        return database.query("""
                SELECT task, worker_host, worker_pid, worker_started FROM tasks.task_try
                WHERE state = 'running' AND worker_host = ?
                """, TryLedger::unfinished, host);
    }

    private static Unfinished unfinished(ResultSet row) throws SQLException {
        try {
            return new Unfinished(
                    EventCodec.decode(PipelineTask.class, row.getBytes("task")),
                    new WorkerIdentity(
                            row.getString("worker_host"),
                            row.getLong("worker_pid"),
                            Objects.requireNonNull(Database.instant(row, "worker_started"))));
        } catch (UndecodableEventException e) {
            throw new IllegalStateException("a stored task cannot be read", e);
        }
    }
}

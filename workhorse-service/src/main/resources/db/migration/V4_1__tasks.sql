-- Tries of pipeline tasks that workers have taken on. The key makes sure that a try is carried out once, however often Kafka
-- delivers it, and the row tells the next process on this machine what a dead one has left unfinished.

CREATE TABLE tasks.task_try (
    dag_id         text        NOT NULL,
    dag_run_id     text        NOT NULL,
    task_id        text        NOT NULL,
    try_number     integer     NOT NULL,
    task           bytea       NOT NULL,
    state          text        NOT NULL,
    worker_host    text        NOT NULL,
    worker_pid     bigint      NOT NULL,
    worker_started timestamptz NOT NULL,
    taken_at       timestamptz NOT NULL,
    ended_at       timestamptz,
    PRIMARY KEY (dag_id, dag_run_id, task_id, try_number)
);

CREATE INDEX task_try_unfinished ON tasks.task_try (worker_host) WHERE state = 'running';

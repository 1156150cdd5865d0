-- Runs of DAGs and their tasks. The DAGs themselves are files; a run keeps the version of the file it was created from.

CREATE TABLE orchestration.dag (
    dag_id     text PRIMARY KEY,
    is_paused  boolean     NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orchestration.dag_version (
    id             uuid PRIMARY KEY,
    dag_id         text        NOT NULL REFERENCES orchestration.dag,
    version_number integer     NOT NULL,
    digest         text        NOT NULL,
    definition     jsonb       NOT NULL,
    created_at     timestamptz NOT NULL,
    UNIQUE (dag_id, version_number)
);

CREATE TABLE orchestration.dag_run (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dag_id              text        NOT NULL REFERENCES orchestration.dag,
    run_id              text        NOT NULL,
    dag_version_id      uuid        NOT NULL REFERENCES orchestration.dag_version,
    run_type            text        NOT NULL,
    state               text        NOT NULL,
    logical_date        timestamptz,
    data_interval_start timestamptz,
    data_interval_end   timestamptz,
    run_after           timestamptz NOT NULL,
    queued_at           timestamptz NOT NULL,
    started_at          timestamptz,
    ended_at            timestamptz,
    last_decision_at    timestamptz,
    conf                jsonb       NOT NULL,
    note                text,
    UNIQUE (dag_id, run_id),
    UNIQUE (dag_id, logical_date)
);

-- The scheduler's question, asked several times a second: which runs are not over?
CREATE INDEX dag_run_open ON orchestration.dag_run (state, id) WHERE state IN ('queued', 'running');

CREATE TABLE orchestration.task_instance (
    id           text PRIMARY KEY,
    dag_run      bigint  NOT NULL REFERENCES orchestration.dag_run ON DELETE CASCADE,
    task_id      text    NOT NULL,
    position     integer NOT NULL,
    state        text,
    try_number   integer NOT NULL,
    max_tries    integer NOT NULL,
    losses       integer NOT NULL,
    scheduled_at timestamptz,
    queued_at    timestamptz,
    started_at   timestamptz,
    ended_at     timestamptz,
    retry_at     timestamptz,
    heard_at     timestamptz,
    worker       text,
    output       jsonb   NOT NULL,
    error        text,
    UNIQUE (dag_run, task_id)
);

-- What workers say while they work. The event that brought a line makes it unique, so that a line read twice is kept once.
CREATE TABLE orchestration.task_log (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_instance text        NOT NULL REFERENCES orchestration.task_instance ON DELETE CASCADE,
    try_number    integer     NOT NULL,
    event_id      text        NOT NULL,
    line_number   integer     NOT NULL,
    logged_at     timestamptz NOT NULL,
    level         text        NOT NULL,
    line          text        NOT NULL,
    UNIQUE (event_id, line_number)
);

CREATE INDEX task_log_of_try ON orchestration.task_log (task_instance, try_number, id);

-- Signs of life of the parts of the orchestrator, over all instances of the service.
CREATE TABLE orchestration.component (
    name    text PRIMARY KEY,
    beat_at timestamptz NOT NULL
);

CREATE TABLE orchestration.outbox (
    event_id   text PRIMARY KEY,
    topic      text        NOT NULL,
    key        text        NOT NULL,
    payload    bytea       NOT NULL,
    headers    jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seq        bigint GENERATED ALWAYS AS IDENTITY
);

CREATE INDEX outbox_in_order ON orchestration.outbox (seq);

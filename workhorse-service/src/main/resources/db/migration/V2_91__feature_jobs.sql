-- Long work on features that somebody asked for over HTTP.
CREATE TABLE features.job (
    job_id       text PRIMARY KEY,
    kind         text NOT NULL,
    state        text NOT NULL CHECK (state IN ('running', 'succeeded', 'failed')),
    step         text NOT NULL,
    result       jsonb,
    error        text,
    started_at   timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    finished_at  timestamptz
);
COMMENT ON COLUMN features.job.heartbeat_at IS 'a job that has not been heard of for half a minute has lost its service';

CREATE INDEX job_started ON features.job (started_at DESC);

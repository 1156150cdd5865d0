-- Exports: what was written where, and how it ended.
CREATE TABLE catalog.exports (
    export_id   text PRIMARY KEY,
    source      text        NOT NULL,
    -- For people: without password and options.
    target      text        NOT NULL,
    worker      text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('running', 'succeeded', 'failed')),
    row_count   bigint      NOT NULL DEFAULT 0,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    error       text
);

CREATE INDEX exports_by_start ON catalog.exports (started_at DESC);

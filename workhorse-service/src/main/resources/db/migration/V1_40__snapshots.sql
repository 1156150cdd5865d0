-- What snapshots need to know of the catalogue. The snapshots themselves are in the object store; without snapshot_contents and
-- snapshot_files the next one only takes longer.

-- One row for each transaction that wrote to a table: how many of them a reader sees says which state of the table it sees.
-- Writers add rows of their own, so none waits for another, as all would on a counter. Old rows are folded into
-- table_versions, which changes no sum.
CREATE TABLE catalog.table_changes (
    change_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL
);

CREATE TABLE catalog.table_versions (
    table_name text PRIMARY KEY,
    folded     bigint NOT NULL DEFAULT 0
);

-- Once per transaction and table. A rolled back savepoint takes the setting back together with the row.
CREATE FUNCTION catalog.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    setting text := 'marquee.changed_' || TG_TABLE_NAME;
    writer  text := pg_catalog.pg_current_xact_id()::text;
BEGIN
    IF pg_catalog.current_setting(setting, true) IS DISTINCT FROM writer THEN
        INSERT INTO catalog.table_changes (table_name) VALUES (TG_TABLE_NAME);
        PERFORM pg_catalog.set_config(setting, writer, true);
    END IF;
    RETURN NULL;
END $$;

CREATE TABLE catalog.snapshot_contents (
    table_name text PRIMARY KEY,
    version    bigint NOT NULL,
    definition text NOT NULL,
    content    text NOT NULL,
    tag        text NOT NULL,
    noted_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE catalog.snapshot_contents IS 'what a table held at a version, so that an unchanged one is not read again';
COMMENT ON COLUMN catalog.snapshot_contents.tag IS 'a snapshot that holds this content';

CREATE TABLE catalog.snapshot_files (
    object_key text PRIMARY KEY,
    size       bigint NOT NULL,
    sha256     text NOT NULL
);
COMMENT ON TABLE catalog.snapshot_files IS 'digests of archived files, which are never written twice';

CREATE TABLE catalog.snapshot_jobs (
    job_id       text PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('create', 'restore', 'gc')),
    tag          text,
    worker       text NOT NULL,
    state        text NOT NULL CHECK (state IN ('running', 'succeeded', 'failed')),
    progress     text NOT NULL,
    result       text,
    error        text,
    started_at   timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    finished_at  timestamptz
);
CREATE INDEX snapshot_jobs_started ON catalog.snapshot_jobs (started_at DESC);

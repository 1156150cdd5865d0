-- Backups, restores and clean-ups, with how far they are.
CREATE TABLE tracking.upkeep_job (
    job_id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('backup', 'restore', 'gc')),
    subject text,
    worker text NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'succeeded', 'failed')),
    progress text NOT NULL,
    result text,
    error text,
    started_at timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX upkeep_job_started ON tracking.upkeep_job (started_at DESC);
COMMENT ON COLUMN tracking.upkeep_job.subject IS 'a backup, or the id of an experiment; null means everything';

-- Jobs on snapshots are kept by the same code, which knows nothing of tags.
ALTER TABLE catalog.snapshot_jobs RENAME COLUMN tag TO subject;

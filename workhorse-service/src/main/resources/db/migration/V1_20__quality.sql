-- What was found of the data of each load, rule by rule; also for loads that were refused for it.

CREATE TABLE catalog.quality_reports (
    ingestion_id text PRIMARY KEY REFERENCES catalog.ingestions ON DELETE CASCADE,
    source       text NOT NULL,
    origin       text NOT NULL,
    dry_run      boolean NOT NULL,
    outcome      text NOT NULL CHECK (outcome IN ('passed', 'warning', 'failed', 'refused')),
    score        double precision NOT NULL,
    created_at   timestamptz NOT NULL
);
COMMENT ON COLUMN catalog.quality_reports.source IS 'the kind of source';
COMMENT ON COLUMN catalog.quality_reports.outcome IS 'failed: soft rules were broken; refused: hard ones, and nothing was loaded';
COMMENT ON COLUMN catalog.quality_reports.score IS 'the lowest of its checks, 0 to 1';

CREATE INDEX quality_reports_created ON catalog.quality_reports (created_at DESC);

CREATE TABLE catalog.quality_checks (
    ingestion_id text NOT NULL REFERENCES catalog.quality_reports ON DELETE CASCADE,
    position     integer NOT NULL,
    rule         text NOT NULL,
    kind         text NOT NULL,
    table_name   text NOT NULL,
    column_name  text,
    check_type   text NOT NULL CHECK (check_type IN ('completeness', 'consistency', 'validity', 'accuracy')),
    severity     text NOT NULL CHECK (severity IN ('hard', 'soft')),
    status       text NOT NULL CHECK (status IN ('passed', 'warning', 'failed')),
    score        double precision NOT NULL,
    observed     double precision,
    threshold    double precision NOT NULL,
    affected     bigint NOT NULL,
    total        bigint NOT NULL,
    message      text NOT NULL,
    PRIMARY KEY (ingestion_id, position)
);
COMMENT ON COLUMN catalog.quality_checks.observed IS 'in the unit of the threshold: a share, a count, days, a multiple';

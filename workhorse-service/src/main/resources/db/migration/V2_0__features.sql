-- What was computed from which definition, and where its rows are.

CREATE TABLE features.offline_build (
    build_id    text NOT NULL,
    view        text NOT NULL,
    version     integer NOT NULL,
    object_key  text NOT NULL,
    row_count   bigint NOT NULL,
    snapshot_at timestamptz NOT NULL,
    built_at    timestamptz NOT NULL DEFAULT now(),
    is_current  boolean NOT NULL,
    PRIMARY KEY (build_id, view)
);
COMMENT ON COLUMN features.offline_build.object_key IS 'the Parquet file in the object store';
COMMENT ON COLUMN features.offline_build.snapshot_at IS 'when the catalogue was read';

-- The pointer: readers see all views of one build, or all of the next.
CREATE UNIQUE INDEX offline_build_current ON features.offline_build (view) WHERE is_current;

CREATE TABLE features.materialization (
    view            text PRIMARY KEY,
    version         integer NOT NULL,
    build_id        text,
    rows_written    bigint NOT NULL,
    rows_newer      bigint NOT NULL,
    materialized_at timestamptz NOT NULL
);
COMMENT ON COLUMN features.materialization.build_id IS 'null for a view that has no offline rows';
COMMENT ON COLUMN features.materialization.rows_newer IS 'rows left alone because the online row was newer';

-- Entities whose ratings came in as events and whose online rows have not followed yet.
CREATE TABLE features.refresh_queue (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity    text NOT NULL,
    entity_id bigint NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now()
);

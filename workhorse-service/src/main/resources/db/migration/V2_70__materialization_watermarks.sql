-- How far each view is online, and who brings it there at the moment.

ALTER TABLE features.materialization
    ALTER COLUMN version DROP NOT NULL,
    ALTER COLUMN rows_written DROP NOT NULL,
    ALTER COLUMN rows_newer DROP NOT NULL,
    ALTER COLUMN materialized_at DROP NOT NULL,
    ADD COLUMN watermark timestamptz,
    ADD COLUMN watermark_version integer,
    ADD COLUMN watermark_files text[],
    ADD COLUMN owner text,
    ADD COLUMN started_at timestamptz,
    ADD COLUMN claimed_until timestamptz NOT NULL DEFAULT '-infinity';
COMMENT ON COLUMN features.materialization.watermark IS
    'rows of watermark_files with a time up to this one are online, or newer ones are';
COMMENT ON COLUMN features.materialization.watermark_version IS 'of the definition that the files were computed from';
COMMENT ON COLUMN features.materialization.owner IS 'the running materialisation; null when there is none';
COMMENT ON COLUMN features.materialization.claimed_until IS 'a run that has not renewed its claim by then is dead';

-- The life of Redis that online rows were written to last. At most one row.
CREATE TABLE features.online_store (
    one_row       boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    marker        text NOT NULL,
    servers       text NOT NULL,
    claimed_until timestamptz NOT NULL DEFAULT '-infinity'
);
COMMENT ON COLUMN features.online_store.marker IS 'also a key in Redis, which is gone when Redis was emptied';
COMMENT ON COLUMN features.online_store.servers IS 'ids that the servers drew when they started';

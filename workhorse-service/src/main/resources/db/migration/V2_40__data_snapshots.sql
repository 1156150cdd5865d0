-- Which data a build was made of.
ALTER TABLE features.offline_build
    ADD COLUMN snapshot_tag text,
    ADD COLUMN snapshot_digest text;
COMMENT ON COLUMN features.offline_build.snapshot_tag IS 'a snapshot that holds exactly what was read';

-- The last restore of the catalogue, and whether features have followed it. At most one row.
CREATE TABLE features.catalogue_restore (
    one_row       boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    snapshot_tag  text NOT NULL,
    restored_at   timestamptz NOT NULL,
    followed      boolean NOT NULL DEFAULT false,
    claimed_until timestamptz NOT NULL DEFAULT '-infinity'
);

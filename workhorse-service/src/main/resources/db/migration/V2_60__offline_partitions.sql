-- The rows of a view in a build are files by period; a build shares the files of periods that did not change with the one
-- before. No foreign keys: a build and its files come and go together, in one transaction each.
CREATE TABLE features.offline_partition (
    build_id   text NOT NULL,
    view       text NOT NULL,
    period     text NOT NULL,
    object_key text NOT NULL,
    row_count  bigint NOT NULL,
    sha256     text NOT NULL,
    PRIMARY KEY (build_id, view, period)
);
COMMENT ON COLUMN features.offline_partition.sha256 IS 'of the file; empty for files of before there were periods';

INSERT INTO features.offline_partition (build_id, view, period, object_key, row_count, sha256)
SELECT build_id, view, 'all', object_key, row_count, '' FROM features.offline_build;

-- What a build was computed from, to find what has changed since.
CREATE TABLE features.offline_source (
    build_id   text NOT NULL,
    source     text NOT NULL,
    object_key text NOT NULL,
    PRIMARY KEY (build_id, source)
);

-- Rows that were handed in instead of being computed. Every build of their view takes them in; these files stay.
CREATE TABLE features.offline_push (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    view       text NOT NULL,
    version    integer NOT NULL,
    object_key text NOT NULL,
    row_count  bigint NOT NULL,
    pushed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX offline_push_view ON features.offline_push (view, version);

ALTER TABLE features.offline_build
    DROP COLUMN object_key,
    ADD COLUMN fingerprint text NOT NULL DEFAULT '',
    ADD COLUMN pushes      bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN features.offline_build.fingerprint IS 'of what the rows follow from in the definition';
COMMENT ON COLUMN features.offline_build.pushes IS 'which pushes the rows contain';

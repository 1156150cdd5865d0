-- Which feature definitions are in force, and all that ever were.

-- Each apply adds one; the newest is in force.
CREATE TABLE features.registry_revision (
    revision   bigint PRIMARY KEY,
    files_hash text NOT NULL,
    author     text NOT NULL,
    note       text NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON COLUMN features.registry_revision.files_hash IS 'SHA-256 of names and texts of the files';

CREATE TABLE features.registry_file (
    revision bigint NOT NULL REFERENCES features.registry_revision,
    name     text NOT NULL,
    text     text NOT NULL,
    PRIMARY KEY (revision, name)
);

-- One row for each version of an entity, source, view or service. A version begins when the content changes.
CREATE TABLE features.registry_object (
    kind         text NOT NULL CHECK (kind IN ('entity', 'source', 'view', 'service')),
    name         text NOT NULL,
    version      integer NOT NULL,
    revision     bigint NOT NULL REFERENCES features.registry_revision,
    content      jsonb,
    content_hash text NOT NULL,
    rows_hash    text NOT NULL,
    author       text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (kind, name, revision)
);
COMMENT ON COLUMN features.registry_object.revision IS 'the revision that it begins with';
COMMENT ON COLUMN features.registry_object.content IS 'null when it is gone from this revision on';
COMMENT ON COLUMN features.registry_object.rows_hash IS 'of what a view''s rows follow from, empty for other kinds: equal hashes give equal rows';

-- The files of the service's folder that have been looked at: they are applied when they change, not whenever they differ.
CREATE TABLE features.registry_folder (
    one_row    boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    files_hash text NOT NULL,
    seen_at    timestamptz NOT NULL
);

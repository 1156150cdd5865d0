-- What is known of files of runs, by their key in the object store. The files themselves are the truth: size and sha256 are null
-- while a write is under way or after one that never ended, and are learned from the file when somebody asks.
CREATE TABLE tracking.artifact (
    key text COLLATE "C" PRIMARY KEY,
    claim text NOT NULL,
    size bigint,
    sha256 text,
    CHECK ((size IS NULL) = (sha256 IS NULL))
);

-- Uploads in parts that have neither been completed nor given up. store_upload is the object store's own name of it, null where
-- the parts travel through this service.
CREATE TABLE tracking.artifact_upload (
    upload_id text COLLATE "C" PRIMARY KEY,
    key text COLLATE "C" NOT NULL,
    num_parts integer NOT NULL CHECK (num_parts > 0),
    store_upload text,
    creation_time bigint NOT NULL
);
CREATE INDEX artifact_upload_time ON tracking.artifact_upload (creation_time);

CREATE TABLE tracking.artifact_part (
    upload_id text COLLATE "C" NOT NULL REFERENCES tracking.artifact_upload (upload_id) ON DELETE CASCADE,
    part integer NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (upload_id, part)
);

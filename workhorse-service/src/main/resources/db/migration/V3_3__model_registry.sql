-- Registered models and their versions. last_version only grows: a number is never given twice, also after a deletion.
CREATE TABLE tracking.registered_model (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    description text,
    creation_time bigint NOT NULL,
    last_update_time bigint NOT NULL,
    last_version integer NOT NULL DEFAULT 0
);

CREATE TABLE tracking.registered_model_tag (
    owner bigint NOT NULL REFERENCES tracking.registered_model (no) ON DELETE CASCADE,
    key text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (owner, key)
);

-- source is what the client said; location is where the files are, the same except for copies of other versions.
CREATE TABLE tracking.model_version (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model_no bigint NOT NULL REFERENCES tracking.registered_model (no) ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    source text COLLATE "C" NOT NULL,
    location text NOT NULL,
    run_id text COLLATE "C",
    run_link text,
    description text,
    user_id text,
    stage text NOT NULL DEFAULT 'None' CHECK (stage IN ('None', 'Staging', 'Production', 'Archived')),
    creation_time bigint NOT NULL,
    last_update_time bigint NOT NULL,
    UNIQUE (model_no, version)
);
CREATE INDEX model_version_run ON tracking.model_version (run_id);

CREATE TABLE tracking.model_version_tag (
    owner bigint NOT NULL REFERENCES tracking.model_version (no) ON DELETE CASCADE,
    key text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (owner, key)
);

CREATE TABLE tracking.model_alias (
    model_no bigint NOT NULL,
    alias text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (model_no, alias),
    FOREIGN KEY (model_no, version) REFERENCES tracking.model_version (model_no, version) ON DELETE CASCADE
);

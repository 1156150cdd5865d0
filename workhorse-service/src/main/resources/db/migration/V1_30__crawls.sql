-- Crawls of APIs: what each has to fetch, what it has, and who is at it.

CREATE TABLE catalog.crawls (
    crawl_id     text PRIMARY KEY,
    source       text NOT NULL,
    requested_by text UNIQUE,
    params       jsonb NOT NULL,
    state        text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    phase        text NOT NULL DEFAULT 'fetching' CHECK (phase IN ('fetching', 'archiving', 'ingesting')),
    worker       text,
    lease        bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    archive      text NOT NULL,
    requests     bigint NOT NULL DEFAULT 0,
    retries      bigint NOT NULL DEFAULT 0,
    waited_ms    bigint NOT NULL DEFAULT 0,
    active_ms    bigint NOT NULL DEFAULT 0,
    resumed      integer NOT NULL DEFAULT 0,
    problems     jsonb NOT NULL DEFAULT '[]',
    error        text,
    ingestion_id text,
    created_at   timestamptz NOT NULL,
    finished_at  timestamptz
);
COMMENT ON COLUMN catalog.crawls.requested_by IS 'the pipeline task that asked for it, so that its next try goes on with the same crawl';
COMMENT ON COLUMN catalog.crawls.params IS 'everything that decides what is fetched, with the defaults of the time it was asked for';
COMMENT ON COLUMN catalog.crawls.lease IS 'counts who took the crawl; a writer with an older number is refused';
COMMENT ON COLUMN catalog.crawls.archive IS 'prefix of its parts in the object store';
COMMENT ON COLUMN catalog.crawls.active_ms IS 'time at work, without the time between a stop and the resumption';
COMMENT ON COLUMN catalog.crawls.problems IS 'the newest failed attempts';

-- An API counts requests of everybody behind one key, so one crawl at a time asks it.
CREATE UNIQUE INDEX crawls_running ON catalog.crawls (source) WHERE state = 'running';
CREATE INDEX crawls_created ON catalog.crawls (created_at DESC);

CREATE TABLE catalog.crawl_steps (
    crawl_id   text NOT NULL REFERENCES catalog.crawls ON DELETE CASCADE,
    position   bigint NOT NULL,
    step       text NOT NULL,
    state      text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'missing')),
    status     integer,
    fetched_at timestamptz,
    body       bytea,
    archived   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (crawl_id, position),
    UNIQUE (crawl_id, step)
);
COMMENT ON COLUMN catalog.crawl_steps.body IS 'the answer as received, until it is in the object store';
COMMENT ON COLUMN catalog.crawl_steps.status IS 'HTTP status of the answer that was kept';

CREATE INDEX crawl_steps_pending ON catalog.crawl_steps (crawl_id, position) WHERE state = 'pending';
CREATE INDEX crawl_steps_unarchived ON catalog.crawl_steps (crawl_id, position) WHERE state <> 'pending' AND NOT archived;

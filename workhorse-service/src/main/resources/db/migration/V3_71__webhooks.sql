-- Who is told of changes in the registry. secret is encrypted with a key that is not in the database.
CREATE TABLE tracking.webhook (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    description text,
    url text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('HTTP', 'GITHUB_DISPATCH')),
    status text NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
    secret text,
    creation_time bigint NOT NULL,
    last_update_time bigint NOT NULL
);

CREATE TABLE tracking.webhook_event (
    webhook_no bigint NOT NULL REFERENCES tracking.webhook (no) ON DELETE CASCADE,
    event text NOT NULL,
    PRIMARY KEY (event, webhook_no)
);

-- One row per change and webhook, written with the change itself. Sent until attempts are used up; locked_until keeps two
-- instances from sending the same at the same time, and lets one that died be followed by another.
CREATE TABLE tracking.webhook_delivery (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id text COLLATE "C" NOT NULL UNIQUE,
    webhook_no bigint NOT NULL REFERENCES tracking.webhook (no) ON DELETE CASCADE,
    registry_event_id text NOT NULL,
    event text NOT NULL,
    body text NOT NULL,
    state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
    attempts integer NOT NULL DEFAULT 0,
    creation_time bigint NOT NULL,
    next_attempt_time bigint NOT NULL,
    locked_until bigint NOT NULL DEFAULT 0,
    end_time bigint,
    response_status integer,
    error text,
    UNIQUE (webhook_no, registry_event_id)
);
CREATE INDEX webhook_delivery_due ON tracking.webhook_delivery (next_attempt_time) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_ended ON tracking.webhook_delivery (end_time) WHERE state <> 'PENDING';

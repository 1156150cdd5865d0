-- Events that leave with the change they tell of; emptied by the relay, in the order of seq.
CREATE TABLE tracking.outbox (
    event_id text PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    payload bytea NOT NULL,
    headers jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seq bigserial NOT NULL UNIQUE
);

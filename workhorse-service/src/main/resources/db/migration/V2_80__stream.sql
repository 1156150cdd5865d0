-- Features of what users do.

-- Which transaction stored an event: a snapshot of PostgreSQL tells by it whether a reader has seen the event.
ALTER TABLE catalog.interaction_events ADD COLUMN stored_in bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint;
COMMENT ON COLUMN catalog.interaction_events.stored_in IS 'the 64-bit number of the transaction that stored it';

-- An entity's events of a window.
CREATE INDEX interaction_events_user ON catalog.interaction_events (user_id, occurred_at);
CREATE INDEX interaction_events_movie ON catalog.interaction_events (movie_id, occurred_at) WHERE movie_id IS NOT NULL;

-- Events of a time, and old ones. Both go along with the order of storing, but for latecomers: a few bytes per block do.
CREATE INDEX interaction_events_occurred ON catalog.interaction_events
    USING brin (occurred_at timestamptz_minmax_multi_ops) WITH (pages_per_range = 32);
DROP INDEX catalog.interaction_events_stored;
CREATE INDEX interaction_events_stored ON catalog.interaction_events USING brin (stored_at) WITH (pages_per_range = 32);

-- Up to when it has been seen to that rows follow hops that leave a window.
CREATE TABLE features.stream_sweep (
    one_row       boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    swept_until   timestamptz NOT NULL,
    claimed_until timestamptz NOT NULL DEFAULT '-infinity'
);

-- Entities whose stored events were changed other than by the stream and whose rows have not followed yet.
CREATE TABLE features.stream_change (
    kind       text NOT NULL,
    entity_id  bigint NOT NULL,
    changed_in bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint
);

-- One entry per entity is enough, however many ratings come in before it is worked off.
DELETE FROM features.refresh_queue older USING features.refresh_queue newer
WHERE older.entity = newer.entity AND older.entity_id = newer.entity_id AND older.seq < newer.seq;
CREATE UNIQUE INDEX refresh_queue_entity ON features.refresh_queue (entity, entity_id);

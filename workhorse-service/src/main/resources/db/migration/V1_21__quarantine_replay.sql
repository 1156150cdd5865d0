-- What a refused row needs to be sent through again, and what has become of those that left the quarantine.

ALTER TABLE catalog.quarantine
    ADD COLUMN source  text,
    ADD COLUMN target  text,
    ADD COLUMN fields  jsonb,
    ADD COLUMN raw_cut boolean NOT NULL DEFAULT false,
    ADD COLUMN tries   integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN catalog.quarantine.source IS 'by which the catalogue remembers values; interaction for an event';
COMMENT ON COLUMN catalog.quarantine.target IS 'table of the standard schema; interactions for an event';
COMMENT ON COLUMN catalog.quarantine.fields IS 'a row''s values by column; null when it could not be taken apart';
COMMENT ON COLUMN catalog.quarantine.raw_cut IS 'whether it was too long to be kept whole';
COMMENT ON COLUMN catalog.quarantine.tries IS 'how often it was replayed in vain';

UPDATE catalog.quarantine SET source = 'interaction', target = 'interactions', raw_cut = length(raw) >= 2000
WHERE event_id IS NOT NULL;

CREATE TABLE catalog.quarantine_history (
    history_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quarantine_id bigint NOT NULL,
    action        text NOT NULL CHECK (action IN ('replayed', 'discarded')),
    reason        text,
    ingestion_id  text,
    entry         jsonb NOT NULL,
    left_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN catalog.quarantine_history.reason IS 'why it was discarded';
COMMENT ON COLUMN catalog.quarantine_history.ingestion_id IS 'the replay that accepted it';

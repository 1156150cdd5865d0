-- Prediction events that are kept for a while, to compare the features that serving used with the offline ones.
CREATE TABLE features.skew_sample (
    event_id     text PRIMARY KEY,
    predicted_at timestamptz NOT NULL,
    predictions  integer NOT NULL,
    event        jsonb NOT NULL,
    stored_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN features.skew_sample.event IS 'the event as it was published, with features, row times and view versions';

CREATE INDEX skew_sample_predicted ON features.skew_sample (predicted_at, event_id);

CREATE TABLE features.skew_report (
    report_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made_at   timestamptz NOT NULL,
    report    jsonb NOT NULL
);

-- Whether a rating replaced an older one.
CREATE INDEX interaction_events_rated ON catalog.interaction_events (user_id, movie_id) WHERE interaction_type = 'rating';

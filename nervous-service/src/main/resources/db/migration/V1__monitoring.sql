-- What nervous remembers: events as they arrived, the champions' baselines, alerts and retraining requests.

-- Predictions, one row per event (one request). The document is kept whole: the drift window needs every column of it.
CREATE TABLE monitoring.prediction_event (
    seq           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id      text        NOT NULL UNIQUE,
    model_name    text        NOT NULL,
    model_version text        NOT NULL,
    user_id       bigint,
    predicted_at  timestamptz NOT NULL,
    received_at   timestamptz NOT NULL DEFAULT now(),
    row_count     integer     NOT NULL,
    columns       json        NOT NULL
);
CREATE INDEX prediction_event_newest ON monitoring.prediction_event (model_name, model_version, seq DESC);
CREATE INDEX prediction_event_received ON monitoring.prediction_event (received_at);

-- The personal predictions among them, one row per movie, to be found when the user's rating of the movie arrives.
CREATE TABLE monitoring.prediction_row (
    event_seq     bigint           NOT NULL REFERENCES monitoring.prediction_event (seq) ON DELETE CASCADE,
    row_number    integer          NOT NULL,
    user_id       bigint           NOT NULL,
    movie_id      bigint           NOT NULL,
    model_name    text             NOT NULL,
    model_version text             NOT NULL,
    predicted_at  timestamptz      NOT NULL,
    prediction    double precision NOT NULL,
    PRIMARY KEY (event_seq, row_number)
);
CREATE INDEX prediction_row_of_user ON monitoring.prediction_row (user_id, movie_id, model_name, predicted_at DESC);

CREATE TABLE monitoring.interaction (
    seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id         text        NOT NULL UNIQUE,
    user_id          bigint      NOT NULL,
    movie_id         bigint,
    interaction_type text        NOT NULL,
    rating           double precision,
    happened_at      timestamptz NOT NULL,
    received_at      timestamptz NOT NULL DEFAULT now(),
    -- A rating waits until predictions that are still under way can no longer change its outcome.
    awaits_outcome   boolean     NOT NULL
);
CREATE INDEX interaction_awaiting ON monitoring.interaction (seq) WHERE awaits_outcome;
CREATE INDEX interaction_rated ON monitoring.interaction (happened_at) WHERE rating IS NOT NULL;
CREATE INDEX interaction_received ON monitoring.interaction (received_at);

-- What became of a prediction: the user's own rating of the movie.
CREATE TABLE monitoring.outcome (
    rating_seq    bigint           NOT NULL REFERENCES monitoring.interaction (seq) ON DELETE CASCADE,
    model_name    text             NOT NULL,
    model_version text             NOT NULL,
    prediction    double precision NOT NULL,
    rating        double precision NOT NULL,
    predicted_at  timestamptz      NOT NULL,
    rated_at      timestamptz      NOT NULL,
    PRIMARY KEY (rating_seq, model_name)
);
CREATE INDEX outcome_newest ON monitoring.outcome (model_name, model_version, rated_at DESC, rating_seq DESC);

-- All other events: that they arrived, once each.
CREATE TABLE monitoring.event_journal (
    topic       text        NOT NULL,
    event_id    text        NOT NULL,
    event_type  text        NOT NULL,
    happened_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, event_id)
);
CREATE INDEX event_journal_received ON monitoring.event_journal (received_at);

-- The version that serves, per model, and the reference distributions of every version seen.
CREATE TABLE monitoring.champion (
    model_name    text PRIMARY KEY,
    model_version integer     NOT NULL,
    since         timestamptz NOT NULL,
    CHECK (model_version > 0)
);
CREATE TABLE monitoring.model_baseline (
    model_name    text        NOT NULL,
    model_version integer     NOT NULL,
    baseline      json        NOT NULL,
    fetched_at    timestamptz NOT NULL,
    PRIMARY KEY (model_name, model_version)
);

CREATE TABLE monitoring.retraining_request (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dag_id             text        NOT NULL,
    dag_run_id         text        NOT NULL UNIQUE,
    cause              text        NOT NULL CHECK (cause IN ('DRIFT', 'PERFORMANCE', 'ALERT', 'MANUAL')),
    reason             text        NOT NULL,
    model_name         text,
    model_version      integer,
    state              text        NOT NULL CHECK (state IN ('REQUESTED', 'ACCEPTED', 'SUCCEEDED', 'FAILED')),
    requested_at       timestamptz NOT NULL,
    accepted_at        timestamptz,
    finished_at        timestamptz,
    attempts           integer     NOT NULL DEFAULT 0,
    last_error         text,
    CHECK ((state IN ('SUCCEEDED', 'FAILED')) = (finished_at IS NOT NULL))
);
-- One retraining at a time, whatever number of instances decides.
CREATE UNIQUE INDEX retraining_one_open ON monitoring.retraining_request ((true)) WHERE state IN ('REQUESTED', 'ACCEPTED');

-- Conditions that nervous itself has found, from raised to resolved.
CREATE TABLE monitoring.raised_alert (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_code         text        NOT NULL,
    subject            text        NOT NULL,
    level              text        NOT NULL,
    message            text        NOT NULL,
    raised_at          timestamptz NOT NULL,
    resolved_at        timestamptz,
    resolution         text,
    CHECK ((resolved_at IS NULL) = (resolution IS NULL))
);
CREATE UNIQUE INDEX raised_alert_one_open ON monitoring.raised_alert (alert_code, subject) WHERE resolved_at IS NULL;

-- Alerts that an Alertmanager has sent; a repeated notification is the same row.
CREATE TABLE monitoring.received_alert (
    group_key         text        NOT NULL,
    fingerprint       text        NOT NULL,
    starts_at         timestamptz NOT NULL,
    ends_at           timestamptz,
    status            text        NOT NULL CHECK (status IN ('FIRING', 'RESOLVED')),
    alert_name        text        NOT NULL,
    receiver          text        NOT NULL,
    labels            jsonb       NOT NULL,
    annotations       jsonb       NOT NULL,
    first_received_at timestamptz NOT NULL,
    last_received_at  timestamptz NOT NULL,
    notifications     integer     NOT NULL DEFAULT 1,
    -- The run that this alert set off; such an alert sets off no second one.
    dag_run_id        text,
    PRIMARY KEY (group_key, fingerprint, starts_at)
);
CREATE INDEX received_alert_newest ON monitoring.received_alert (last_received_at DESC);

-- Events on their way to Kafka, stored with the change that they tell of.
CREATE TABLE monitoring.outbox (
    event_id   text PRIMARY KEY,
    topic      text        NOT NULL,
    key        text        NOT NULL,
    payload    bytea       NOT NULL,
    headers    jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seq        bigserial   NOT NULL
);
CREATE INDEX outbox_in_order ON monitoring.outbox (seq);

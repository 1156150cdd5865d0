-- Movies and ratings as they are known now, what was refused on the way in, and what users did.

CREATE TABLE catalog.movies (
    movie_id        bigint PRIMARY KEY,
    title           text NOT NULL,
    year            integer,
    genres          text[] NOT NULL DEFAULT '{}',
    director        text,
    runtime_minutes double precision,
    vote_average    double precision,
    vote_count      bigint,
    imdb_id         text,
    tmdb_id         bigint,
    source          text NOT NULL,
    updated_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN catalog.movies.vote_average IS 'mean of the source''s own voters, 0 to 10';
COMMENT ON COLUMN catalog.movies.source IS 'what the row came from last: movielens, standard';

-- One row per user and movie: the newest rating wins.
CREATE TABLE catalog.ratings (
    user_id    bigint NOT NULL,
    movie_id   bigint NOT NULL REFERENCES catalog.movies,
    rating     real NOT NULL CHECK (rating >= 0.5 AND rating <= 5),
    rated_at   timestamptz NOT NULL,
    source     text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, movie_id)
);
COMMENT ON COLUMN catalog.ratings.source IS 'movielens, standard, or interaction for a rating that came as an event';

CREATE INDEX ratings_movie ON catalog.ratings (movie_id);
-- The few ratings that arrived as events since a feature build began.
CREATE INDEX ratings_streamed ON catalog.ratings (updated_at) WHERE source = 'interaction';

CREATE TABLE catalog.ingestions (
    ingestion_id     text PRIMARY KEY,
    source           text NOT NULL,
    path             text NOT NULL,
    worker           text NOT NULL,
    state            text NOT NULL CHECK (state IN ('running', 'succeeded', 'failed')),
    progress         double precision NOT NULL DEFAULT 0,
    movies_read      bigint NOT NULL DEFAULT 0,
    movies_accepted  bigint NOT NULL DEFAULT 0,
    movies_rejected  bigint NOT NULL DEFAULT 0,
    ratings_read     bigint NOT NULL DEFAULT 0,
    ratings_accepted bigint NOT NULL DEFAULT 0,
    ratings_rejected bigint NOT NULL DEFAULT 0,
    raw_archive      text,
    error            text,
    started_at       timestamptz NOT NULL,
    heartbeat_at     timestamptz NOT NULL,
    finished_at      timestamptz
);
COMMENT ON COLUMN catalog.ingestions.worker IS 'the service instance that carries it out';

CREATE INDEX ingestions_started ON catalog.ingestions (started_at DESC);

CREATE TABLE catalog.quarantine (
    quarantine_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ingestion_id   text REFERENCES catalog.ingestions ON DELETE CASCADE,
    event_id       text UNIQUE,
    file           text NOT NULL,
    line           bigint NOT NULL,
    raw            text NOT NULL,
    field          text NOT NULL,
    reason         text NOT NULL,
    quarantined_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE catalog.quarantine IS 'rows and events that were refused, as they came, with the reason';
COMMENT ON COLUMN catalog.quarantine.ingestion_id IS 'null for a refused event';
COMMENT ON COLUMN catalog.quarantine.file IS 'file name, or the topic of an event';
COMMENT ON COLUMN catalog.quarantine.line IS 'line in the file from 1, 0 for an event';

CREATE INDEX quarantine_ingestion ON catalog.quarantine (ingestion_id);

-- What users did, one row per event; also the memory by which a redelivered event is known.
CREATE TABLE catalog.interaction_events (
    event_id         text PRIMARY KEY,
    user_id          bigint NOT NULL,
    movie_id         bigint,
    interaction_type text NOT NULL,
    rating           real,
    duration_seconds double precision,
    occurred_at      timestamptz NOT NULL,
    stored_at        timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX interaction_events_stored ON catalog.interaction_events (stored_at);

-- What TMDB and IMDb know of a film, and what an ingestion says of its data.

ALTER TABLE catalog.movies
    ADD COLUMN original_title    text,
    ADD COLUMN release_date      date,
    ADD COLUMN actors            text[] NOT NULL DEFAULT '{}',
    ADD COLUMN original_language text,
    ADD COLUMN overview          text,
    ADD COLUMN keywords          text[] NOT NULL DEFAULT '{}',
    ADD COLUMN poster_path       text,
    ADD COLUMN popularity        double precision,
    ADD COLUMN imdb_rating       double precision,
    ADD COLUMN imdb_votes        bigint,
    ADD COLUMN adult             boolean;

ALTER TABLE catalog.ingestions
    ADD COLUMN dry_run boolean NOT NULL DEFAULT false,
    ADD COLUMN report  jsonb;
COMMENT ON COLUMN catalog.ingestions.path IS 'where the data was: a folder, a URI, a query';
COMMENT ON COLUMN catalog.ingestions.report IS 'what is said of the quality of the data';

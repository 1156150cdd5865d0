-- Sources side by side: what each says of a film, which ids mean the same film, and what the catalogue makes of it.

CREATE TABLE catalog.movie_records (
    own_id            bigint NOT NULL,
    source            text NOT NULL,
    title             text,
    original_title    text,
    year              integer,
    release_date      date,
    genres            text[] NOT NULL DEFAULT '{}',
    director          text,
    actors            text[] NOT NULL DEFAULT '{}',
    runtime_minutes   double precision,
    original_language text,
    overview          text,
    keywords          text[] NOT NULL DEFAULT '{}',
    poster_path       text,
    popularity        double precision,
    vote_average      double precision,
    vote_count        bigint,
    imdb_rating       double precision,
    imdb_votes        bigint,
    imdb_id           text,
    tmdb_id           bigint,
    adult             boolean,
    updated_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (own_id, source)
);
COMMENT ON TABLE catalog.movie_records IS 'what each source said of a film last';
COMMENT ON COLUMN catalog.movie_records.own_id IS
    'the movie_id that the film would have if only this record told of it: MovieLens''s id, else 2000000000000 + tmdb_id, else 1000000000000 + number of imdb_id';

CREATE TABLE catalog.movie_aliases (
    alias_id bigint PRIMARY KEY,
    movie_id bigint NOT NULL
);
CREATE INDEX movie_aliases_movie ON catalog.movie_aliases (movie_id);
COMMENT ON TABLE catalog.movie_aliases IS 'ids by which a film is or could have been known besides its movie_id';

INSERT INTO catalog.movie_records (own_id, source, title, year, genres, director, runtime_minutes, vote_average, vote_count,
                                   imdb_id, tmdb_id, updated_at)
SELECT movie_id, source, title, year, genres, director, runtime_minutes, vote_average, vote_count, imdb_id, tmdb_id, updated_at
FROM catalog.movies;

ALTER TABLE catalog.movies ADD COLUMN provenance jsonb NOT NULL DEFAULT '{}';
UPDATE catalog.movies SET provenance = jsonb_build_object('*', source);
COMMENT ON COLUMN catalog.movies.source IS 'the source that the title came from';
COMMENT ON COLUMN catalog.movies.provenance IS 'the source of each column; that of columns that are not named stands at *';

-- Records that have nothing but an IMDb id claim nothing that they do not have.
CREATE VIEW catalog.movie_conflicts AS
SELECT r.own_id, r.source, claim.column_name, claim.claimed, claim.kept, m.movie_id
FROM catalog.movie_records r
LEFT JOIN catalog.movie_aliases a ON a.alias_id = r.own_id
JOIN catalog.movies m ON m.movie_id = coalesce(a.movie_id, r.own_id)
CROSS JOIN LATERAL (VALUES ('imdb_id', r.imdb_id, m.imdb_id), ('tmdb_id', r.tmdb_id::text, m.tmdb_id::text))
    AS claim (column_name, claimed, kept)
WHERE (r.own_id < 1000000000000 OR r.own_id >= 2000000000000)
  AND claim.claimed IS NOT NULL AND claim.claimed IS DISTINCT FROM claim.kept;
COMMENT ON VIEW catalog.movie_conflicts IS
    'ids that a record claims for its film and that the film does not have, with what it has instead';

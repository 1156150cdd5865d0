package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Moves good staged rows into the catalogue. A rating replaces one that is older, or as old with other stars. Rows that say
 * nothing new are not touched.
 */
final class CatalogueMerge {

    private final Connection connection;
    private final TableSchema movies;
    private final String source;

    CatalogueMerge(Connection connection, CatalogueSchema schema, String source) {
        this.connection = connection;
        this.movies = schema.table("movies");
        this.source = source;
    }

    void merge(Staging staging) throws SQLException {
        if (staging.table("movies").isPresent() || staging.table("links").isPresent()) {
            new RecordMerge(connection, movies, source).merge(staging);
            new FilmIdentity(connection, movies).update();
            new MovieResolution(connection, movies).resolve();
            new MovieRekeying(connection).move();
        }
        if (staging.table("ratings").isPresent()) {
            mergeRatings();
        }
    }

    private void mergeRatings() throws SQLException {
        Database.update(connection, """
                INSERT INTO catalog.ratings AS known (user_id, movie_id, rating, rated_at, source)
                SELECT DISTINCT ON (user_id, coalesce(a.movie_id, r.movie_id))
                       user_id, coalesce(a.movie_id, r.movie_id), rating, rated_at, ?
                FROM staging_ratings r LEFT JOIN catalog.movie_aliases a ON a.alias_id = r.movie_id
                WHERE reason IS NULL
                ORDER BY user_id, coalesce(a.movie_id, r.movie_id), rated_at DESC, rating DESC
                ON CONFLICT (user_id, movie_id) DO UPDATE SET
                    rating = excluded.rating, rated_at = excluded.rated_at, source = excluded.source, updated_at = now()
                WHERE excluded.rated_at > known.rated_at
                   OR excluded.rated_at = known.rated_at AND excluded.rating <> known.rating
                """, source);
    }
}

package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Clears away movies whose id is now another film's alias, and those of which all records went to another film: their
 * ratings go to that film, where the newer one of a user stays, or the better of two of the same time. Works on the ids in
 * {@code rekeyed}.
 */
final class MovieRekeying {

    private final Connection connection;

    MovieRekeying(Connection connection) {
        this.connection = connection;
    }

    void move() throws SQLException {
        // Ratings that are just being streamed in hold a lock on their movie. After this they are either visible, or
        // will
        // find the movie gone and come again by its alias.
        run("""
                CREATE TEMP TABLE gone ON COMMIT DROP AS
                SELECT m.movie_id AS old_movie_id, moved.movie_id
                FROM catalog.movies m
                JOIN (SELECT alias_id AS old_movie_id, movie_id FROM rekeyed WHERE movie_id IS NOT NULL
                      UNION ALL
                      SELECT old_movie_id, min(coalesce(movie_id, alias_id)) FROM rekeyed r
                      WHERE NOT EXISTS (SELECT FROM catalog.movie_records o WHERE o.own_id = r.old_movie_id)
                        AND NOT EXISTS (SELECT FROM catalog.movie_aliases a WHERE a.alias_id = r.old_movie_id)
                        AND NOT EXISTS (SELECT FROM catalog.movie_aliases a WHERE a.movie_id = r.old_movie_id)
                      GROUP BY old_movie_id) moved ON moved.old_movie_id = m.movie_id
                FOR UPDATE OF m
                """);
        run("""
                INSERT INTO catalog.ratings AS known (user_id, movie_id, rating, rated_at, source, updated_at)
                SELECT DISTINCT ON (r.user_id, g.movie_id) r.user_id, g.movie_id, r.rating, r.rated_at, r.source, now()
                FROM catalog.ratings r JOIN gone g ON g.old_movie_id = r.movie_id
                ORDER BY r.user_id, g.movie_id, r.rated_at DESC, r.rating DESC
                ON CONFLICT (user_id, movie_id) DO UPDATE SET
                    rating = excluded.rating, rated_at = excluded.rated_at, source = excluded.source, updated_at = now()
                WHERE (excluded.rated_at, excluded.rating) > (known.rated_at, known.rating)
                """);
        run("DELETE FROM catalog.ratings r USING gone g WHERE r.movie_id = g.old_movie_id");
        run("DELETE FROM catalog.movies m USING gone g WHERE m.movie_id = g.old_movie_id");
    }

    private void run(String sql) throws SQLException {
        Database.update(connection, sql);
    }
}

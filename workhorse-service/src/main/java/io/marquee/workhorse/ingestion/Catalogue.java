package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogue as people look it up. */
@ApplicationScoped
public class Catalogue {

    /**
     * A table of the catalogue.
     *
     * @param changedAt when a row last changed, null while there is none
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Dataset(String name, long rows, @Nullable Instant changedAt) {}

    private final Database database;

    Catalogue(Database database) {
        this.database = database;
    }

    public Optional<Movie> movie(long movieId) {
        return database.queryOne("SELECT * FROM catalog.movies WHERE movie_id = ?", Catalogue::map, movieId);
    }

    /** Movies with these ids, in the order of the ids; ids without a movie are passed over. */
    public List<Movie> movies(long[] movieIds) {
        return database.query(
                "SELECT m.* FROM unnest(?) WITH ORDINALITY AS asked(movie_id, place) JOIN catalog.movies m USING (movie_id)"
                        + " ORDER BY place",
                Catalogue::map,
                (Object) movieIds);
    }

    /** Movies with that text in their title, any case; those that begin with it first, then by title. */
    public List<Movie> search(String text, int limit) {
        String literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return database.query("""
                SELECT * FROM catalog.movies WHERE title ILIKE ?
                ORDER BY (title ILIKE ?) DESC, lower(title), movie_id LIMIT ?
                """, Catalogue::map, '%' + literal + '%', literal + '%', limit);
    }

    /** The next movies by id: every movie, when asked again with the last id until fewer than the limit come. */
    public List<Movie> after(long movieId, int limit) {
        return database.query(
                "SELECT * FROM catalog.movies WHERE movie_id > ? ORDER BY movie_id LIMIT ?",
                Catalogue::map,
                movieId,
                limit);
    }

    /** How much there is of what. */
    public List<Dataset> datasets() {
        return database.query(
                """
                SELECT 'movies' AS name, count(*) AS rows, max(updated_at) AS changed_at FROM catalog.movies
                UNION ALL SELECT 'ratings', count(*), max(updated_at) FROM catalog.ratings
                UNION ALL SELECT 'users', count(DISTINCT user_id), max(updated_at) FROM catalog.ratings
                UNION ALL SELECT 'interactions', count(*), max(stored_at) FROM catalog.interaction_events
                UNION ALL SELECT 'quarantine', count(*), max(quarantined_at) FROM catalog.quarantine
                """,
                row -> new Dataset(row.getString("name"), row.getLong("rows"), Database.instant(row, "changed_at")));
    }

    private static Movie map(ResultSet row) throws SQLException {
        return new Movie(
                row.getLong("movie_id"),
                row.getString("title"),
                row.getObject("year", Integer.class),
                Database.texts(row, "genres"),
                row.getString("director"),
                row.getObject("runtime_minutes", Double.class),
                row.getObject("vote_average", Double.class),
                row.getObject("vote_count", Long.class),
                row.getObject("popularity", Double.class),
                row.getString("imdb_id"),
                row.getObject("tmdb_id", Long.class));
    }
}

package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final MovieRows rows;

    Catalogue(Database database, MovieRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /** The movie with that id, or that once had it. */
    public Optional<Movie> movie(long movieId) {
        return movies(new long[] {movieId}).stream().findFirst();
    }

    /** Movies that have these ids, or once had them, in the order of the ids; ids without a movie are passed over. */
    public List<Movie> movies(long[] movieIds) {
        return database.query("""
                SELECT m.* FROM unnest(?) WITH ORDINALITY AS asked(id, place)
                LEFT JOIN catalog.movie_aliases a ON a.alias_id = asked.id
                JOIN catalog.movies m ON m.movie_id = coalesce(a.movie_id, asked.id)
                ORDER BY place
                """, rows::map, (Object) movieIds);
    }

    /** Movies with that text in their title, any case; those that begin with it first, then by title. */
    public List<Movie> search(String text, int limit) {
        String literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return database.query("""
                SELECT * FROM catalog.movies WHERE title ILIKE ?
                ORDER BY (title ILIKE ?) DESC, lower(title), movie_id LIMIT ?
                """, rows::map, '%' + literal + '%', literal + '%', limit);
    }

    /** The next movies by id: every movie, when asked again with the last id until fewer than the limit come. */
    public List<Movie> after(long movieId, int limit) {
        return database.query(
                "SELECT * FROM catalog.movies WHERE movie_id > ? ORDER BY movie_id LIMIT ?", rows::map, movieId, limit);
    }

    /** How much there is of what. */
    public List<Dataset> datasets() {
        return database.query(
                """
                SELECT 'movies' AS name, count(*) AS rows, max(updated_at) AS changed_at FROM catalog.movies
                UNION ALL SELECT 'ratings', count(*), max(updated_at) FROM catalog.ratings
                UNION ALL SELECT 'users', count(DISTINCT user_id), max(updated_at) FROM catalog.ratings
                UNION ALL SELECT 'interactions', count(*), max(stored_at) FROM catalog.interaction_events
                UNION ALL SELECT 'movie_records', count(*), max(updated_at) FROM catalog.movie_records
                UNION ALL SELECT 'movie_conflicts', count(*), NULL FROM catalog.movie_conflicts
                UNION ALL SELECT 'quarantine', count(*), max(quarantined_at) FROM catalog.quarantine
                """,
                row -> new Dataset(row.getString("name"), row.getLong("rows"), Database.instant(row, "changed_at")));
    }
}

package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the sources say of films, side by side. */
@ApplicationScoped
public class MovieSources {

    /**
     * What one source says of a film.
     *
     * @param ownId the id that the film would have if only this record told of it
     * @param values what it knows, as JSON
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record SourceView(
            long ownId, String source, @JsonRawValue String values, Instant updatedAt) {}

    /**
     * An id that a record claims for its film and that the film does not have.
     *
     * @param column {@code imdb_id} or {@code tmdb_id}
     * @param kept what the film has instead, null for nothing
     * @param movieId the film
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Conflict(
            long ownId,
            String source,
            String column,
            String claimed,
            @Nullable String kept,
            long movieId) {}

    /**
     * A film with its sources.
     *
     * @param aliases other ids by which it is or could have been known
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Film(long movieId, List<Long> aliases, List<SourceView> records, List<Conflict> conflicts) {}

    private static final String CONFLICTS = "SELECT * FROM catalog.movie_conflicts";

    private final Database database;

    MovieSources(Database database) {
        this.database = database;
    }

    /** The film that has that id, or once had it. */
    public Optional<Film> film(long id) {
        Optional<Long> found = database.queryOne("""
                SELECT m.movie_id FROM catalog.movies m
                WHERE m.movie_id = coalesce((SELECT a.movie_id FROM catalog.movie_aliases a WHERE a.alias_id = ?), ?)
                """, row -> row.getLong(1), id, id);
        return found.map(movieId -> {
            List<Long> aliases = database.query(
                    "SELECT alias_id FROM catalog.movie_aliases WHERE movie_id = ? ORDER BY alias_id",
                    row -> row.getLong(1),
                    movieId);
            List<SourceView> records = database.query(
                    """
                    SELECT own_id, source, updated_at, jsonb_strip_nulls(to_jsonb(r) - '{own_id,source,updated_at}'::text[]) AS values
                    FROM catalog.movie_records r
                    WHERE own_id = ? OR own_id IN (SELECT alias_id FROM catalog.movie_aliases WHERE movie_id = ?)
                    ORDER BY source, own_id
                    """,
                    row -> new SourceView(
                            row.getLong("own_id"),
                            row.getString("source"),
                            row.getString("values"),
                            Objects.requireNonNull(Database.instant(row, "updated_at"))),
                    movieId,
                    movieId);
            long[] ids = records.stream().mapToLong(SourceView::ownId).toArray();
            return new Film(movieId, aliases, records, conflicts(" WHERE own_id = ANY (?)", (Object) ids));
        });
    }

    /** Ids that are claimed and not given, by film. */
    public List<Conflict> conflicts(int limit) {
        return conflicts(" ORDER BY movie_id, own_id, source, column_name LIMIT ?", limit);
    }

    private List<Conflict> conflicts(String rest, Object... parameters) {
        return database.query(
                CONFLICTS + rest,
                row -> new Conflict(
                        row.getLong("own_id"),
                        row.getString("source"),
                        row.getString("column_name"),
                        row.getString("claimed"),
                        row.getString("kept"),
                        row.getLong("movie_id")),
                parameters);
    }
}

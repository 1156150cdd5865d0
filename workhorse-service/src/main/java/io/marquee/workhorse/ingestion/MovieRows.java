package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.NullPolicy;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes movies of rows of {@code catalog.movies}. */
@ApplicationScoped
class MovieRows {

    /** Stands for all columns that are not named. */
    private static final String ALL_OTHERS = "*";

    private final TableSchema movies;
    private final ObjectMapper json;

    MovieRows(CatalogueSchema schema, ObjectMapper json) {
        this.movies = schema.table("movies");
        this.json = json;
    }

    Movie map(ResultSet row) throws SQLException {
        return new Movie(
                row.getLong("movie_id"),
                row.getString("title"),
                row.getString("original_title"),
                row.getObject("year", Integer.class),
                row.getObject("release_date", LocalDate.class),
                Database.texts(row, "genres"),
                row.getString("director"),
                Database.texts(row, "actors"),
                row.getObject("runtime_minutes", Double.class),
                row.getString("original_language"),
                row.getString("overview"),
                Database.texts(row, "keywords"),
                row.getString("poster_path"),
                row.getObject("popularity", Double.class),
                row.getObject("vote_average", Double.class),
                row.getObject("vote_count", Long.class),
                row.getObject("imdb_rating", Double.class),
                row.getObject("imdb_votes", Long.class),
                row.getString("imdb_id"),
                row.getObject("tmdb_id", Long.class),
                row.getObject("adult", Boolean.class),
                row.getString("source"),
                provenance(row));
    }

    private Map<String, String> provenance(ResultSet row) throws SQLException {
        JsonNode named;
        try {
            named = json.readTree(row.getString("provenance"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the provenance of movie " + row.getLong("movie_id") + " is no JSON", e);
        }
        String others = named.path(ALL_OTHERS).asText(row.getString("source"));
        Map<String, String> provenance = new LinkedHashMap<>();
        for (ColumnSchema column : movies.delivered()) {
            if (!movies.key().contains(column.name()) && isKnown(row, column)) {
                provenance.put(column.name(), named.path(column.name()).asText(others));
            }
        }
        return provenance;
    }

    private static boolean isKnown(ResultSet row, ColumnSchema column) throws SQLException {
        return column.nulls() == NullPolicy.EMPTY
                ? !Database.texts(row, column.name()).isEmpty()
                : row.getObject(column.name()) != null;
    }
}

package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.NullPolicy;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Merges staged movies: known values replace those that are there, unknown ones leave them. */
final class MovieMerge {

    private final Connection connection;
    private final String source;

    MovieMerge(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    void merge(StagingTable movies, boolean links) throws SQLException {
        List<ColumnSchema> columns = movies.schema().delivered().stream()
                .filter(column -> !column.name().equals("movie_id"))
                .toList();
        String names = join(columns, "%s");
        String staged = columns.stream()
                .map(column -> links && movies.schema().identity().contains(column.name())
                        ? "coalesce(m.%1$s, l.%1$s)".formatted(column.name())
                        : "m." + column.name())
                .collect(Collectors.joining(", "));
        String merged = columns.stream().map(MovieMerge::merged).collect(Collectors.joining(", "));
        Database.update(
                connection,
                """
                INSERT INTO catalog.movies AS known (movie_id, source, %1$s)
                SELECT m.own_id, ?, %2$s
                FROM staging_movies m %3$s
                WHERE m.reason IS NULL
                ORDER BY m.own_id
                ON CONFLICT (movie_id) DO UPDATE SET (source, updated_at, %1$s) = (excluded.source, now(), %4$s)
                WHERE (%5$s) IS DISTINCT FROM (%4$s)
                """.formatted(
                        names,
                        staged,
                        links ? "LEFT JOIN staging_links l ON l.movie_id = m.movie_id AND l.reason IS NULL" : "",
                        merged,
                        join(columns, "known.%s")),
                source);
    }

    private static String merged(ColumnSchema column) {
        return column.nulls() == NullPolicy.EMPTY
                ? "CASE WHEN excluded.%1$s = '{}' THEN known.%1$s ELSE excluded.%1$s END".formatted(column.name())
                : "coalesce(excluded.%1$s, known.%1$s)".formatted(column.name());
    }

    private static String join(List<ColumnSchema> columns, String format) {
        return columns.stream().map(column -> format.formatted(column.name())).collect(Collectors.joining(", "));
    }
}

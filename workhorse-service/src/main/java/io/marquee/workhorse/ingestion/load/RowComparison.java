package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Compares staged rows with each other and with the catalogue, and marks those that cannot be taken. */
final class RowComparison {

    private final Connection connection;
    private final Staging staging;

    RowComparison(Connection connection, Staging staging) {
        this.connection = connection;
        this.staging = staging;
    }

    void compare() throws SQLException {
        for (StagingTable table : staging.tables()) {
            if (!table.order().isUnique()) {
                refuse(table, repeats(table), table.label(table.schema().key().getFirst()));
            }
        }
        if (staging.table("links").isPresent()) {
            judgeLinks(staging.table("links").get());
        }
        if (staging.table("ratings").isPresent()) {
            judgeRatings(staging.table("ratings").get());
        }
    }

    /** The first of equal rows stays. */
    private static String repeats(StagingTable table) {
        String key = String.join(", ", table.key());
        String joined = table.key().stream()
                .map(column -> "s." + column + " = twice." + column)
                .collect(Collectors.joining(" AND "));
        return """
                UPDATE %1$s t SET field = ?, reason = format('the row repeats line %%s', seen.first_line)
                FROM (SELECT s.ctid AS place, s.part, s.line,
                             first_value(s.line) OVER first AS first_line, first_value(s.part) OVER first AS first_part
                      FROM %1$s s
                      JOIN (SELECT %2$s FROM %1$s WHERE reason IS NULL GROUP BY %2$s HAVING count(*) > 1) twice ON %3$s
                      WHERE s.reason IS NULL
                      WINDOW first AS (PARTITION BY %4$s ORDER BY s.part, s.line)) seen
                WHERE t.ctid = seen.place AND (seen.part, seen.line) > (seen.first_part, seen.first_line)
                """.formatted(
                        table.name(),
                        key,
                        joined,
                        table.key().stream().map(column -> "s." + column).collect(Collectors.joining(", ")));
    }

    private void judgeLinks(StagingTable links) throws SQLException {
        String column = links.label("movie_id");
        if (staging.table("movies").isPresent()) {
            StagingTable movies = staging.table("movies").get();
            refuse(links, """
                    UPDATE staging_links l SET field = ?, reason = format('%L names movie %s, which is not in %s', ?, movie_id, ?)
                    WHERE reason IS NULL AND NOT EXISTS (
                        SELECT FROM staging_movies m WHERE m.movie_id = l.movie_id AND m.reason IS NULL)
                    """, column, column, movies.partNames());
            return;
        }
        refuse(links, """
                UPDATE staging_links l SET field = ?, reason = format('%L names movie %s, which is not in the catalogue', ?, movie_id)
                WHERE reason IS NULL AND NOT EXISTS (SELECT FROM catalog.movies m WHERE m.movie_id = l.movie_id)
                """, column, column);
    }

    private void judgeRatings(StagingTable ratings) throws SQLException {
        String column = ratings.label("movie_id");
        String staged = staging.table("movies").isPresent()
                ? " AND NOT EXISTS (SELECT FROM staging_movies s WHERE s.own_id = r.movie_id AND s.reason IS NULL)"
                : "";
        refuse(ratings, """
                UPDATE staging_ratings r SET field = ?, reason = format('%L names movie %s, which is not in the catalogue', ?, movie_id)
                WHERE reason IS NULL
                  AND NOT EXISTS (SELECT FROM catalog.movies m WHERE m.movie_id = r.movie_id)
                  AND NOT EXISTS (SELECT FROM catalog.movie_aliases a JOIN catalog.movies m USING (movie_id)
                                  WHERE a.alias_id = r.movie_id)
                """ + staged, column, column);
    }

    private void refuse(StagingTable table, String update, Object... parameters) throws SQLException {
        table.counted(0, Database.update(connection, update, parameters));
    }
}

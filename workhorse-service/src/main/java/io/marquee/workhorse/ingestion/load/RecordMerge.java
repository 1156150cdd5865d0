package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Merges staged movies and links into what their source says of them: known values replace those it said before, unknown
 * ones leave them. Links of a movie are part of what its source says.
 *
 * <p>The records that changed are left in the temporary table {@code touched}, so that their films are resolved. There is a
 * short way for the bulk of IMDb: a record with nothing but an IMDb id, of which nobody else tells, is the film, and
 * becomes a movie at once.
 */
final class RecordMerge {

    private static final long MANY = 10_000;

    private final Connection connection;
    private final List<ColumnSchema> columns;
    private final String source;
    private final String literal;

    RecordMerge(Connection connection, TableSchema movies, String source) {
        this.connection = connection;
        this.columns = recordColumns(movies);
        this.source = source;
        this.literal = SqlColumns.literal(source);
    }

    /** The columns of {@code catalog.movie_records} that sources deliver. */
    static List<ColumnSchema> recordColumns(TableSchema movies) {
        return movies.delivered().stream()
                .filter(column -> !movies.key().contains(column.name()))
                .toList();
    }

    void merge(Staging staging) throws SQLException {
        run("CREATE TEMP TABLE touched (own_id bigint) ON COMMIT DROP");
        boolean links = staging.table("links").isPresent();
        if (staging.table("movies").isPresent()) {
            StagingTable movies = staging.table("movies").get();
            if (links) {
                addLinks(movies.schema());
            }
            mergeMovies(movies);
        } else if (links) {
            mergeLinks();
        }
        run("ANALYZE touched");
    }

    private void addLinks(TableSchema movies) throws SQLException {
        List<ColumnSchema> ids = columns.stream()
                .filter(column -> movies.identity().contains(column.name()))
                .toList();
        run("""
                UPDATE staging_movies m SET (%s) = (%s) FROM staging_links l
                WHERE l.movie_id = m.movie_id AND l.reason IS NULL AND m.reason IS NULL
                """.formatted(SqlColumns.list(ids, "%s"), SqlColumns.list(ids, "coalesce(m.%1$s, l.%1$s)")));
    }

    private void mergeMovies(StagingTable movies) throws SQLException {
        // Of few records it costs less to look whether each is there than whether any is.
        boolean first = movies.counts().accepted() >= MANY && isFirstOfSource();
        findJoined();
        if (!first) {
            compare();
            correct();
        }
        String isFresh = first
                ? "m.reason IS NULL"
                : "m.reason IS NULL AND m.own_id IN (SELECT own_id FROM news WHERE is_fresh)";
        String isAlone = isAlone("m");
        String names = SqlColumns.list(columns, "%s");
        run(
                "INSERT INTO catalog.movie_records (own_id, source, %1$s) SELECT own_id, %2$s, %1$s FROM staging_movies m WHERE %3$s"
                        .formatted(names, literal, isFresh));
        run("""
                INSERT INTO catalog.movies (movie_id, source, provenance, %1$s)
                SELECT own_id, %2$s, %5$s, %1$s FROM staging_movies m WHERE %3$s AND %4$s
                """.formatted(names, literal, isFresh, isAlone, provenance()));
        run("INSERT INTO touched SELECT own_id FROM staging_movies m WHERE %s AND NOT (%s)"
                .formatted(isFresh, isAlone));
    }

    /** All columns are of this source; once for the statement, since making JSON for each row takes its time. */
    private String provenance() throws SQLException {
        return Database.query(
                        connection,
                        "SELECT quote_literal(jsonb_build_object('*', ?::text)::text) || '::jsonb'",
                        row -> row.getString(1),
                        source)
                .getFirst();
    }

    private boolean isFirstOfSource() throws SQLException {
        return Database.query(
                        connection,
                        "SELECT NOT EXISTS (SELECT FROM catalog.movie_records WHERE source = ?)",
                        row -> row.getBoolean(1),
                        source)
                .getFirst();
    }

    /** Finds what the source did not say before, in one pass. */
    private void compare() throws SQLException {
        String differs = columns.stream()
                .map(column -> SqlColumns.known(column, "m." + column.name()) + " IS NOT NULL AND m." + column.name()
                        + " IS DISTINCT FROM r." + column.name())
                .collect(Collectors.joining(" OR "));
        run("""
                CREATE TEMP TABLE news ON COMMIT DROP AS
                SELECT m.own_id, r.own_id IS NULL AS is_fresh
                FROM staging_movies m LEFT JOIN catalog.movie_records r ON r.own_id = m.own_id AND r.source = %s
                WHERE m.reason IS NULL AND (r.own_id IS NULL OR %s)
                """.formatted(literal, differs));
        run("ANALYZE news");
    }

    /** Changes what the source said before of the same movies. */
    private void correct() throws SQLException {
        String merged = columns.stream()
                .map(column -> SqlColumns.firstKnown(column, List.of("m." + column.name(), "r." + column.name())))
                .collect(Collectors.joining(", "));
        run("""
                UPDATE catalog.movie_records r SET (updated_at, %s) = (now(), %s)
                FROM news JOIN staging_movies m USING (own_id)
                WHERE NOT is_fresh AND r.own_id = news.own_id AND r.source = %s AND m.reason IS NULL
                """.formatted(SqlColumns.list(columns, "%s"), merged, literal));
        run("""
                UPDATE catalog.movies m SET (updated_at, %1$s) = (now(), %2$s)
                FROM news n JOIN catalog.movie_records r ON r.own_id = n.own_id AND r.source = %3$s
                WHERE NOT n.is_fresh AND m.movie_id = n.own_id AND %4$s
                """.formatted(SqlColumns.list(columns, "%s"), SqlColumns.list(columns, "r.%s"), literal, isAlone("n")));
        run("INSERT INTO touched SELECT own_id FROM news n WHERE NOT is_fresh AND NOT (" + isAlone("n") + ")");
    }

    /** Whether a record is its film. */
    private static String isAlone(String table) {
        return "%1$s.own_id >= %2$d AND %1$s.own_id < %3$d AND %1$s.own_id NOT IN (SELECT own_id FROM joined)"
                .formatted(table, DerivedId.IMDB, DerivedId.TMDB);
    }

    /** IMDb ids, as own ids, of which more is told than by this source's own record. */
    private void findJoined() throws SQLException {
        run("""
                CREATE TEMP TABLE joined ON COMMIT DROP AS
                SELECT own_id FROM catalog.movie_records r
                WHERE source <> %1$s AND own_id >= %2$d AND own_id < %3$d
                  AND EXISTS (SELECT FROM staging_movies m WHERE m.own_id = r.own_id)
                UNION SELECT alias_id FROM catalog.movie_aliases WHERE alias_id >= %2$d AND alias_id < %3$d
                UNION SELECT movie_id FROM catalog.movie_aliases WHERE movie_id >= %2$d AND movie_id < %3$d
                """.formatted(literal, DerivedId.IMDB, DerivedId.TMDB));
        run("ANALYZE joined");
    }

    private void mergeLinks() throws SQLException {
        run("""
                WITH changed AS (
                    INSERT INTO catalog.movie_records AS known (own_id, source, imdb_id, tmdb_id)
                    SELECT movie_id, %s, imdb_id, tmdb_id FROM staging_links WHERE reason IS NULL ORDER BY movie_id
                    ON CONFLICT (own_id, source) DO UPDATE SET
                        imdb_id = coalesce(excluded.imdb_id, known.imdb_id),
                        tmdb_id = coalesce(excluded.tmdb_id, known.tmdb_id), updated_at = now()
                    WHERE (known.imdb_id, known.tmdb_id) IS DISTINCT FROM
                          (coalesce(excluded.imdb_id, known.imdb_id), coalesce(excluded.tmdb_id, known.tmdb_id))
                    RETURNING own_id)
                INSERT INTO touched SELECT own_id FROM changed
                """.formatted(literal));
    }

    private void run(String sql) throws SQLException {
        Database.update(connection, sql);
    }
}

package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes movies of records: for each column the value of the best source that knows one, in the order that the schema gives
 * for the column. A source that has several records of one film counts with the one of the smallest own id first.
 *
 * <p>Works on the films of the records in {@code touched} and of the ids in {@code rekeyed}.
 */
final class MovieResolution {

    /**
     * A record's place among those of its film.
     *
     * @param nth which of the source's records it is, from 1
     * @param alias what SQL calls it
     */
    private record Witness(String source, int nth, String alias) {}

    private final Connection connection;
    private final TableSchema movies;
    private final List<ColumnSchema> columns;

    MovieResolution(Connection connection, TableSchema movies) {
        this.connection = connection;
        this.movies = movies;
        this.columns = RecordMerge.recordColumns(movies);
    }

    void resolve() throws SQLException {
        findFilms();
        findRecords();
        List<Witness> witnesses = Database.query(
                connection,
                "SELECT DISTINCT source, nth FROM film_records ORDER BY source, nth",
                row -> new Witness(row.getString("source"), row.getInt("nth"), "w" + row.getRow()));
        if (!witnesses.isEmpty()) {
            write(witnesses);
        }
    }

    private void findFilms() throws SQLException {
        run("""
                CREATE TEMP TABLE films ON COMMIT DROP AS
                SELECT DISTINCT coalesce(a.movie_id, changed.id) AS movie_id
                FROM (SELECT own_id AS id FROM touched
                      UNION SELECT alias_id FROM rekeyed
                      UNION SELECT old_movie_id FROM rekeyed WHERE old_movie_id IS NOT NULL
                      UNION SELECT movie_id FROM rekeyed WHERE movie_id IS NOT NULL) changed
                LEFT JOIN catalog.movie_aliases a ON a.alias_id = changed.id
                """);
        run("ANALYZE films");
        // All records of a film stand under its own id or under one of its aliases.
        run("""
                CREATE TEMP TABLE film_ids ON COMMIT DROP AS
                SELECT movie_id, movie_id AS own_id FROM films
                UNION ALL SELECT movie_id, alias_id FROM films JOIN catalog.movie_aliases USING (movie_id)
                """);
        run("ANALYZE film_ids");
    }

    private void findRecords() throws SQLException {
        run("""
                CREATE TEMP TABLE film_records ON COMMIT DROP AS
                SELECT f.movie_id, row_number() OVER (PARTITION BY f.movie_id, r.source ORDER BY r.own_id)::integer AS nth,
                       r.own_id, r.source, %s
                FROM film_ids f JOIN catalog.movie_records r USING (own_id)
                """.formatted(SqlColumns.list(columns, "r.%s")));
        run("ANALYZE film_records");
        // A film's ids follow from the own ids that it has.
        run("""
                CREATE TEMP TABLE film_keys ON COMMIT DROP AS
                SELECT movie_id,
                       max('tt' || repeat('0', 7 - length((own_id - %1$d)::text)) || (own_id - %1$d))
                           FILTER (WHERE own_id >= %1$d AND own_id < %2$d) AS imdb_id,
                       max(own_id - %2$d) FILTER (WHERE own_id >= %2$d) AS tmdb_id
                FROM film_ids GROUP BY movie_id
                """.formatted(DerivedId.IMDB, DerivedId.TMDB));
        run("ANALYZE film_keys");
    }

    private void write(List<Witness> witnesses) throws SQLException {
        String joins = witnesses.stream()
                .map(witness ->
                        "LEFT JOIN film_records %1$s ON %1$s.movie_id = f.movie_id AND %1$s.source = %2$s AND %1$s.nth = %3$d"
                                .formatted(witness.alias(), SqlColumns.literal(witness.source()), witness.nth()))
                .collect(Collectors.joining("\n"));
        String values = columns.stream()
                .map(column -> movies.identity().contains(column.name())
                        ? "f." + column.name()
                        : SqlColumns.firstKnown(column, expressions(column, witnesses)))
                .collect(Collectors.joining(", "));
        ColumnSchema title = movies.column("title").orElseThrow();
        String source = origin(title, witnesses);
        String names = SqlColumns.list(columns, "%s");
        run("""
                INSERT INTO catalog.movies AS known (movie_id, source, provenance, %1$s)
                SELECT f.movie_id, %2$s, %3$s, %4$s
                FROM film_keys f
                %5$s
                WHERE %2$s IS NOT NULL
                ORDER BY f.movie_id
                ON CONFLICT (movie_id) DO UPDATE SET (source, provenance, updated_at, %1$s)
                    = (excluded.source, excluded.provenance, now(), %6$s)
                WHERE (known.source, known.provenance, %7$s) IS DISTINCT FROM (excluded.source, excluded.provenance, %6$s)
                """.formatted(
                        names,
                        source,
                        provenance(title, witnesses),
                        values,
                        joins,
                        SqlColumns.list(columns, "excluded.%s"),
                        SqlColumns.list(columns, "known.%s")));
    }

    /** The title's source at {@code *}, and each column's that has another. */
    private String provenance(ColumnSchema title, List<Witness> witnesses) {
        String main = origin(title, witnesses);
        String others = columns.stream()
                .filter(column -> !column.equals(title))
                .map(column ->
                        SqlColumns.literal(column.name()) + ", nullif(" + origin(column, witnesses) + ", " + main + ")")
                .collect(Collectors.joining(", "));
        return witnesses.size() == 1
                ? "jsonb_build_object('*', " + main + ")"
                : "jsonb_strip_nulls(jsonb_build_object('*', " + main + ", " + others + "))";
    }

    /** Which source a column's value is of; null when it is not known. */
    private String origin(ColumnSchema column, List<Witness> witnesses) {
        boolean identity = movies.identity().contains(column.name());
        String cases = ranked(column, witnesses).stream()
                .map(witness -> {
                    String value = witness.alias() + "." + column.name();
                    String counts = identity
                            ? value + " = f." + column.name()
                            : SqlColumns.known(column, value) + " IS NOT NULL";
                    return "WHEN " + counts + " THEN " + SqlColumns.literal(witness.source());
                })
                .collect(Collectors.joining(" "));
        return "CASE " + cases + " END";
    }

    private static List<String> expressions(ColumnSchema column, List<Witness> witnesses) {
        return ranked(column, witnesses).stream()
                .map(witness -> witness.alias() + "." + column.name())
                .toList();
    }

    private static List<Witness> ranked(ColumnSchema column, List<Witness> witnesses) {
        List<Witness> ranked = new ArrayList<>(witnesses);
        ranked.sort(Comparator.<Witness>comparingInt(witness -> rank(column, witness.source()))
                .thenComparing(Witness::source)
                .thenComparing(Witness::nth));
        return ranked;
    }

    private static int rank(ColumnSchema column, String source) {
        int place = column.sources().indexOf(source);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private void run(String sql) throws SQLException {
        Database.update(connection, sql);
    }
}

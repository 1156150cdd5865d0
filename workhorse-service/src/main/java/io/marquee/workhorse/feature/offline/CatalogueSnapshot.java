package io.marquee.workhorse.feature.offline;

import io.agroal.api.AgroalDataSource;
import io.marquee.workhorse.snapshot.CatalogueMoment;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;

/**
 * Brings the catalogue, or a part of it, from PostgreSQL into DuckDB as the tables {@code movies} and {@code ratings} that
 * view SQL reads. Both are of the same moment. Rows travel by COPY through a file, so memory stays bounded.
 */
@ApplicationScoped
public class CatalogueSnapshot {

    /** Something else that is read from the catalogue as it is at the same moment. */
    @FunctionalInterface
    interface AtTheSameMoment {
        void read(Connection connection, Instant moment) throws SQLException, IOException;
    }

    private final AgroalDataSource dataSource;

    CatalogueSnapshot(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Loads that part; the moment it is of, by the database's clock. */
    public Instant load(CatalogueSelection selection, DuckDb duckDb) throws SQLException, IOException {
        return load(selection, duckDb, (connection, moment) -> {});
    }

    /** Loads that part, and lets something else read what the catalogue holds at the same moment. */
    Instant load(CatalogueSelection selection, DuckDb duckDb, AtTheSameMoment also) throws SQLException, IOException {
        Path movies = duckDb.file("movies.csv");
        Path ratings = duckDb.file("ratings.csv");
        Instant moment = export(selection, movies, ratings, also);
        importMovies(duckDb, movies);
        importRatings(duckDb, ratings);
        Files.delete(movies);
        Files.delete(ratings);
        return moment;
    }

    private Instant export(CatalogueSelection selection, Path movies, Path ratings, AtTheSameMoment also)
            throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Instant moment = CatalogueMoment.begin(connection);
                copy(
                        connection,
                        "SELECT movie_id, title, year, array_to_string(genres, '|'), director, runtime_minutes,"
                                + " vote_average, vote_count FROM catalog.movies WHERE " + selection.moviesCondition()
                                + " ORDER BY movie_id",
                        movies);
                copy(
                        connection,
                        "SELECT user_id, movie_id, rating, floor(extract(epoch FROM rated_at))::bigint"
                                + " FROM catalog.ratings WHERE " + selection.ratingsCondition(),
                        ratings);
                also.read(connection, moment);
                return moment;
            } finally {
                // Nothing was written; this only ends the snapshot.
                connection.rollback();
            }
        }
    }

    private static void copy(Connection connection, String query, Path file) throws SQLException, IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (" + query + ") TO STDOUT WITH (FORMAT csv, NULL '\\N', ENCODING 'UTF8')", out);
        }
    }

    /** Writes the events that are kept to a file. */
    static void exportInteractions(Connection connection, Path file) throws SQLException, IOException {
        copy(
                connection,
                "SELECT event_id, user_id, movie_id, interaction_type, rating, duration_seconds,"
                        + " floor(extract(epoch FROM occurred_at) * 1000000)::bigint,"
                        + " floor(extract(epoch FROM stored_at) * 1000000)::bigint FROM catalog.interaction_events",
                file);
    }

    /** Makes the table {@code interactions} of such a file. */
    static void importInteractions(DuckDb duckDb, Path csv) throws SQLException {
        duckDb.execute("""
                CREATE TABLE interactions AS
                SELECT event_id, user_id, movie_id, interaction_type, rating, duration_seconds,
                       make_timestamp(occurred_at) AS occurred_at, make_timestamp(stored_at) AS stored_at
                FROM read_csv(%s, columns = {
                    'event_id': 'VARCHAR', 'user_id': 'BIGINT', 'movie_id': 'BIGINT', 'interaction_type': 'VARCHAR',
                    'rating': 'DOUBLE', 'duration_seconds': 'DOUBLE', 'occurred_at': 'BIGINT', 'stored_at': 'BIGINT'}, %s)
                """.formatted(DuckDb.literal(csv), CSV_FORMAT));
    }

    static void importMovies(DuckDb duckDb, Path csv) throws SQLException {
        duckDb.execute("""
                CREATE TABLE movies AS
                SELECT movie_id, title, year, string_split(nullif(genres, ''), '|') AS genres, director,
                       runtime_minutes, vote_average, vote_count
                FROM read_csv(%s, columns = {
                    'movie_id': 'BIGINT', 'title': 'VARCHAR', 'year': 'BIGINT', 'genres': 'VARCHAR',
                    'director': 'VARCHAR', 'runtime_minutes': 'DOUBLE', 'vote_average': 'DOUBLE',
                    'vote_count': 'BIGINT'}, %s)
                """.formatted(DuckDb.literal(csv), CSV_FORMAT));
        // A movie without genres has none, which is not the same as not knowing them.
        duckDb.execute("UPDATE movies SET genres = [] WHERE genres IS NULL");
    }

    static void importRatings(DuckDb duckDb, Path csv) throws SQLException {
        duckDb.execute("""
                CREATE TABLE ratings AS
                SELECT user_id, movie_id, rating, make_timestamp(rated_at * 1000000) AS rated_at
                FROM read_csv(%s, columns = {
                    'user_id': 'BIGINT', 'movie_id': 'BIGINT', 'rating': 'DOUBLE', 'rated_at': 'BIGINT'}, %s)
                """.formatted(DuckDb.literal(csv), CSV_FORMAT));
    }

    /** How PostgreSQL writes CSV above. */
    private static final String CSV_FORMAT =
            "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '\\N',"
                    + " allow_quoted_nulls = false, parallel = false, strict_mode = true";
}

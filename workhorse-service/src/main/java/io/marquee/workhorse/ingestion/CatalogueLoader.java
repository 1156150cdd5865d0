package io.marquee.workhorse.ingestion;

import static io.marquee.workhorse.platform.Database.query;
import static io.marquee.workhorse.platform.Database.update;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves a folder's rows into the catalogue within the caller's transaction, so that all of it arrives or nothing does. Rows
 * stream through COPY into staging tables, where those that passed by themselves are compared with each other and with the
 * catalogue; then the good ones are merged and the others put into quarantine.
 *
 * <p>Merging: a rating replaces one that is older, or as old with other stars; a movie's known values replace those that are
 * there, its unknown ones leave them. Rows that say nothing new are not touched.
 */
final class CatalogueLoader {

    /** What arrived. */
    record Loaded(RowCounts movies, RowCounts ratings) {}

    private static final String JUDGEMENT = "line bigint, raw text, field text, reason text, ";

    private final Clock clock;

    CatalogueLoader(Clock clock) {
        this.clock = clock;
    }

    Loaded load(Connection connection, String ingestionId, SourceFolder folder, IngestionProgress progress)
            throws SQLException, IOException {
        // Two loads at a time would only wait for each other's rows, or deadlock on them.
        execute(connection, "SELECT pg_advisory_xact_lock(hashtext('catalog.load'))");
        createStaging(connection);
        Columns columns = Columns.of(folder.source());
        stage(connection, folder, progress);
        judgeMovies(connection, columns);
        mergeMovies(connection, folder.source());
        judgeRatings(connection, columns);
        mergeRatings(connection, folder.source());
        quarantine(connection, ingestionId, "staging_movies", folder.movies());
        quarantine(connection, ingestionId, "staging_links", folder.links());
        quarantine(connection, ingestionId, "staging_ratings", folder.ratings());
        progress.moved();
        return new Loaded(counts(connection, "staging_movies"), counts(connection, "staging_ratings"));
    }

    /** What a source calls the columns that rows are compared by. */
    private record Columns(String movie, String user) {
        static Columns of(Source source) {
            return source == Source.MOVIELENS ? new Columns("movieId", "userId") : new Columns("movie_id", "user_id");
        }
    }

    private static void createStaging(Connection connection) throws SQLException {
        execute(connection, "CREATE TEMP TABLE staging_movies (" + JUDGEMENT + """
                        movie_id bigint, title text, year integer, genres text[], director text,
                        runtime_minutes double precision, vote_average double precision, vote_count bigint,
                        imdb_id text, tmdb_id bigint) ON COMMIT DROP""");
        execute(
                connection,
                "CREATE TEMP TABLE staging_links (" + JUDGEMENT
                        + "movie_id bigint, imdb_id text, tmdb_id bigint) ON COMMIT DROP");
        execute(
                connection,
                "CREATE TEMP TABLE staging_ratings (" + JUDGEMENT
                        + "user_id bigint, movie_id bigint, rating real, rated_at timestamptz) ON COMMIT DROP");
    }

    private void stage(Connection connection, SourceFolder folder, IngestionProgress progress)
            throws SQLException, IOException {
        boolean movieLens = folder.source() == Source.MOVIELENS;
        MovieLensRows movieLensRows = new MovieLensRows(clock);
        StandardRows standardRows = new StandardRows(clock);
        RowValidator<Movie> movies = movieLens ? movieLensRows::movie : standardRows::movie;
        RowValidator<Rating> ratings = movieLens ? movieLensRows::rating : standardRows::rating;
        List<String> movieColumns = movieLens ? MovieLensRows.MOVIE_COLUMNS : StandardRows.MOVIE_COLUMNS;
        List<String> ratingColumns = movieLens ? MovieLensRows.RATING_COLUMNS : StandardRows.RATING_COLUMNS;
        if (folder.movies() != null) {
            try (CsvTable table = CsvTable.open(folder.movies(), movieColumns)) {
                copy(
                        connection,
                        "staging_movies",
                        10,
                        table,
                        movies,
                        CatalogueLoader::write,
                        progress,
                        progress::movieRead);
            }
        }
        if (folder.links() != null) {
            try (CsvTable table = CsvTable.open(folder.links(), MovieLensRows.LINK_COLUMNS)) {
                Consumer<Boolean> uncounted = rejected -> {};
                copy(
                        connection,
                        "staging_links",
                        3,
                        table,
                        movieLensRows::link,
                        CatalogueLoader::write,
                        progress,
                        uncounted);
            }
        }
        if (folder.ratings() != null) {
            try (CsvTable table = CsvTable.open(folder.ratings(), ratingColumns)) {
                copy(
                        connection,
                        "staging_ratings",
                        4,
                        table,
                        ratings,
                        CatalogueLoader::write,
                        progress,
                        progress::ratingRead);
            }
        }
    }

    /** Streams one file into its staging table: accepted rows with their values, the others with the reason. */
    private static <T> void copy(
            Connection connection,
            String staging,
            int valueColumns,
            CsvTable table,
            RowValidator<T> validator,
            BiConsumer<StagingCopy, T> writer,
            IngestionProgress progress,
            Consumer<Boolean> counter)
            throws SQLException, IOException {
        try (StagingCopy copy = new StagingCopy(connection, staging)) {
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                copy.add(row.line()).add(row.raw());
                switch (validator.check(row)) {
                    case RowVerdict.Accepted<T> accepted -> {
                        copy.add(null).add(null);
                        writer.accept(copy, accepted.value());
                        counter.accept(false);
                    }
                    case RowVerdict.Rejected<T> rejected -> {
                        copy.add(rejected.field()).add(rejected.reason());
                        for (int i = 0; i < valueColumns; i++) {
                            copy.add(null);
                        }
                        counter.accept(true);
                    }
                }
                copy.endRow();
                progress.at(table.bytesRead());
            }
            copy.finish();
        }
        progress.fileFinished();
        execute(connection, "ANALYZE " + staging);
    }

    private static void write(StagingCopy copy, Movie movie) {
        copy.add(movie.movieId())
                .add(movie.title())
                .add(movie.year())
                .add(movie.genres())
                .add(movie.director())
                .add(movie.runtimeMinutes())
                .add(movie.voteAverage())
                .add(movie.voteCount())
                .add(movie.imdbId())
                .add(movie.tmdbId());
    }

    private static void write(StagingCopy copy, MovieLink link) {
        copy.add(link.movieId()).add(link.imdbId()).add(link.tmdbId());
    }

    private static void write(StagingCopy copy, Rating rating) {
        copy.add(rating.userId()).add(rating.movieId()).add(rating.stars()).add(rating.ratedAt());
    }

    private static void judgeMovies(Connection connection, Columns columns) throws SQLException {
        refuseRepeats(connection, "staging_movies", "movie_id", columns.movie());
        refuseRepeats(connection, "staging_links", "movie_id", columns.movie());
        update(connection, """
                UPDATE staging_links l SET field = ?, reason = format('%L names movie %s, which is not in movies.csv', ?, movie_id)
                WHERE reason IS NULL AND NOT EXISTS (
                    SELECT FROM staging_movies m WHERE m.movie_id = l.movie_id AND m.reason IS NULL)
                """, columns.movie(), columns.movie());
    }

    private static void judgeRatings(Connection connection, Columns columns) throws SQLException {
        update(connection, """
                UPDATE staging_ratings r SET field = ?, reason = format('%L names movie %s, which is not in the catalogue', ?, movie_id)
                WHERE reason IS NULL AND NOT EXISTS (SELECT FROM catalog.movies m WHERE m.movie_id = r.movie_id)
                """, columns.movie(), columns.movie());
        refuseRepeats(connection, "staging_ratings", "user_id, movie_id, rated_at", columns.user());
    }

    private static void refuseRepeats(Connection connection, String staging, String key, String column)
            throws SQLException {
        update(connection, """
                UPDATE %1$s s SET field = ?, reason = format('the row repeats line %%s', seen.first_line)
                FROM (SELECT line, min(line) OVER (PARTITION BY %2$s) AS first_line FROM %1$s WHERE reason IS NULL) seen
                WHERE s.line = seen.line AND seen.line > seen.first_line
                """.formatted(staging, key), column);
    }

    private static void mergeMovies(Connection connection, Source source) throws SQLException {
        update(connection, """
                INSERT INTO catalog.movies AS known (movie_id, title, year, genres, director, runtime_minutes,
                                                     vote_average, vote_count, imdb_id, tmdb_id, source)
                SELECT m.movie_id, m.title, m.year, m.genres, m.director, m.runtime_minutes, m.vote_average, m.vote_count,
                       coalesce(m.imdb_id, l.imdb_id), coalesce(m.tmdb_id, l.tmdb_id), ?
                FROM staging_movies m LEFT JOIN staging_links l ON l.movie_id = m.movie_id AND l.reason IS NULL
                WHERE m.reason IS NULL
                ORDER BY m.movie_id
                ON CONFLICT (movie_id) DO UPDATE SET
                    title = excluded.title,
                    year = coalesce(excluded.year, known.year),
                    genres = CASE WHEN excluded.genres = '{}' THEN known.genres ELSE excluded.genres END,
                    director = coalesce(excluded.director, known.director),
                    runtime_minutes = coalesce(excluded.runtime_minutes, known.runtime_minutes),
                    vote_average = coalesce(excluded.vote_average, known.vote_average),
                    vote_count = coalesce(excluded.vote_count, known.vote_count),
                    imdb_id = coalesce(excluded.imdb_id, known.imdb_id),
                    tmdb_id = coalesce(excluded.tmdb_id, known.tmdb_id),
                    source = excluded.source,
                    updated_at = now()
                WHERE (known.title, known.year, known.genres, known.director, known.runtime_minutes,
                       known.vote_average, known.vote_count, known.imdb_id, known.tmdb_id)
                    IS DISTINCT FROM
                      (excluded.title, coalesce(excluded.year, known.year),
                       CASE WHEN excluded.genres = '{}' THEN known.genres ELSE excluded.genres END,
                       coalesce(excluded.director, known.director),
                       coalesce(excluded.runtime_minutes, known.runtime_minutes),
                       coalesce(excluded.vote_average, known.vote_average),
                       coalesce(excluded.vote_count, known.vote_count),
                       coalesce(excluded.imdb_id, known.imdb_id),
                       coalesce(excluded.tmdb_id, known.tmdb_id))
                """, source.wireName());
    }

    private static void mergeRatings(Connection connection, Source source) throws SQLException {
        update(connection, """
                INSERT INTO catalog.ratings AS known (user_id, movie_id, rating, rated_at, source)
                SELECT DISTINCT ON (user_id, movie_id) user_id, movie_id, rating, rated_at, ?
                FROM staging_ratings WHERE reason IS NULL
                ORDER BY user_id, movie_id, rated_at DESC
                ON CONFLICT (user_id, movie_id) DO UPDATE SET
                    rating = excluded.rating, rated_at = excluded.rated_at, source = excluded.source, updated_at = now()
                WHERE excluded.rated_at > known.rated_at
                   OR excluded.rated_at = known.rated_at AND excluded.rating <> known.rating
                """, source.wireName());
    }

    private static void quarantine(Connection connection, String ingestionId, String staging, @Nullable Path file)
            throws SQLException {
        if (file == null) {
            return;
        }
        update(connection, """
                INSERT INTO catalog.quarantine (ingestion_id, file, line, raw, field, reason)
                SELECT ?, ?, line, left(raw, 2000), field, reason FROM %s WHERE reason IS NOT NULL ORDER BY line
                """.formatted(staging), ingestionId, String.valueOf(file.getFileName()));
    }

    private static RowCounts counts(Connection connection, String staging) throws SQLException {
        return query(
                        connection,
                        "SELECT count(*), count(*) FILTER (WHERE reason IS NULL) FROM " + staging,
                        row -> new RowCounts(row.getLong(1), row.getLong(2), row.getLong(1) - row.getLong(2)))
                .getFirst();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

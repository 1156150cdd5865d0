package io.marquee.workhorse.ingestion;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of Marquee's own schema. An empty field is a value that is not known. */
final class StandardRows {

    static final List<String> MOVIE_COLUMNS = List.of(
            "movie_id",
            "title",
            "year",
            "genres",
            "director",
            "runtime_minutes",
            "vote_average",
            "vote_count",
            "imdb_id",
            "tmdb_id");
    static final List<String> RATING_COLUMNS = List.of("user_id", "movie_id", "rating", "rated_at");

    private static final Pattern IMDB_ID = Pattern.compile("tt\\d{7,10}");

    /** The longest film listed by IMDb runs 51,420 minutes. */
    private static final double MAX_RUNTIME_MINUTES = 60_000;

    private final Clock clock;

    StandardRows(Clock clock) {
        this.clock = clock;
    }

    RowVerdict<Movie> movie(CsvRow row) {
        RowFields fields = new RowFields(row);
        long movieId = fields.id("movie_id");
        String title = fields.requiredText("title");
        Long yearNumber = fields.wholeNumber("year", Integer.MIN_VALUE, Integer.MAX_VALUE);
        Integer year =
                yearNumber == null ? null : MovieLensRows.checkedYear(fields, "year", yearNumber.intValue(), clock);
        List<String> genres = fields.parts("genres");
        String director = fields.optionalText("director");
        Double runtime = fields.number("runtime_minutes", 0, MAX_RUNTIME_MINUTES);
        Double voteAverage = fields.number("vote_average", 0, 10);
        Long voteCount = fields.wholeNumber("vote_count", 0, Long.MAX_VALUE);
        String imdbId = fields.optionalText("imdb_id");
        if (imdbId != null && !IMDB_ID.matcher(imdbId).matches()) {
            fields.reject("imdb_id", "must look like tt0114709, got: " + imdbId);
        }
        Long tmdbId = fields.wholeNumber("tmdb_id", 1, Long.MAX_VALUE);
        return fields.verdict(() ->
                new Movie(movieId, title, year, genres, director, runtime, voteAverage, voteCount, imdbId, tmdbId));
    }

    RowVerdict<Rating> rating(CsvRow row) {
        RowFields fields = new RowFields(row);
        long userId = fields.id("user_id");
        long movieId = fields.id("movie_id");
        float stars = fields.stars("rating");
        Instant ratedAt = fields.time("rated_at", MovieLensRows.latestTime(clock));
        return fields.verdict(() -> new Rating(userId, movieId, stars, ratedAt));
    }
}

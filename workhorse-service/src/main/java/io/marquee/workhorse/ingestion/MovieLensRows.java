package io.marquee.workhorse.ingestion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a MovieLens release, as its README describes them: the year stands at the end of the title, IMDb ids have no
 * {@code tt}, a movie without genres says {@code (no genres listed)}.
 */
final class MovieLensRows {

    static final List<String> MOVIE_COLUMNS = List.of("movieId", "title", "genres");
    static final List<String> LINK_COLUMNS = List.of("movieId", "imdbId", "tmdbId");
    static final List<String> RATING_COLUMNS = List.of("userId", "movieId", "rating", "timestamp");

    private static final String NO_GENRES = "(no genres listed)";

    /** {@code Title (1995)}, and for series {@code Title (2006–2007)} or {@code Title (2006- )}. */
    private static final Pattern TITLE_WITH_YEAR =
            Pattern.compile("(.+?)\\s*\\((\\d{4})(?:\\s*[-–]\\s*(?:\\d{4})?)?\\)");

    private final Clock clock;

    MovieLensRows(Clock clock) {
        this.clock = clock;
    }

    RowVerdict<Movie> movie(CsvRow row) {
        RowFields fields = new RowFields(row);
        long movieId = fields.id("movieId");
        String text = fields.requiredText("title");
        Matcher withYear = TITLE_WITH_YEAR.matcher(text);
        boolean hasYear = withYear.matches();
        String title = hasYear ? withYear.group(1) : text;
        Integer year = hasYear ? checkedYear(fields, "title", Integer.parseInt(withYear.group(2)), clock) : null;
        List<String> genres = fields.parts("genres");
        List<String> listed = genres.equals(List.of(NO_GENRES)) ? List.of() : genres;
        return fields.verdict(() -> new Movie(movieId, title, year, listed, null, null, null, null, null, null));
    }

    RowVerdict<MovieLink> link(CsvRow row) {
        RowFields fields = new RowFields(row);
        long movieId = fields.id("movieId");
        Long imdb = fields.wholeNumber("imdbId", 1, 9_999_999_999L);
        Long tmdb = fields.wholeNumber("tmdbId", 1, Long.MAX_VALUE);
        return fields.verdict(() -> new MovieLink(movieId, imdbId(imdb), tmdb));
    }

    RowVerdict<Rating> rating(CsvRow row) {
        RowFields fields = new RowFields(row);
        long userId = fields.id("userId");
        long movieId = fields.id("movieId");
        float stars = fields.stars("rating");
        Instant ratedAt = fields.time("timestamp", latestTime(clock));
        return fields.verdict(() -> new Rating(userId, movieId, stars, ratedAt));
    }

    /** Clocks of two machines may differ by a few minutes; a rating from further ahead is an error. */
    static Instant latestTime(Clock clock) {
        return clock.instant().plus(Duration.ofMinutes(5));
    }

    /** A year from the first films to those announced for the coming decade. */
    static @Nullable Integer checkedYear(RowFields fields, String column, int year, Clock clock) {
        int latest = clock.instant().atZone(java.time.ZoneOffset.UTC).getYear() + 10;
        if (year < 1870 || year > latest) {
            fields.reject(column, "must have a year between 1870 and " + latest + ", got: " + year);
        }
        return year;
    }

    private static @Nullable String imdbId(@Nullable Long number) {
        return number == null ? null : String.format("tt%07d", number);
    }
}

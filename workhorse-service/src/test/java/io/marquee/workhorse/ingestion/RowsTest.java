package io.marquee.workhorse.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.ingestion.RowVerdict.Accepted;
import io.marquee.workhorse.ingestion.RowVerdict.Rejected;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validators of single rows, for both sources. */
class RowsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    private static final MovieLensRows MOVIELENS = new MovieLensRows(CLOCK);
    private static final StandardRows STANDARD = new StandardRows(CLOCK);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "Toy Story (1995),Toy Story,1995",
                "`American President, The (1995) `,`American President, The`,1995",
                "Babylon 5,Babylon 5,null",
                "Death Note: Desu nôto (2006–2007),Death Note: Desu nôto,2006",
                "Doctor Who (2005- ),Doctor Who,2005",
                "3 dev adam (Three Giant Men) (1973),3 dev adam (Three Giant Men),1973",
                "2001: A Space Odyssey (1968),2001: A Space Odyssey,1968",
                "(1995),(1995),null"
            })
    void shouldTakeTheYearFromTheEndOfAMovieLensTitle(String text, String title, Integer year) {
        // When
        Movie movie = accepted(MOVIELENS.movie(row("movieId", "1", "title", text, "genres", "Drama")));

        // Then
        assertThat(movie.title()).isEqualTo(title);
        assertThat(movie.year()).isEqualTo(year);
    }

    @Test
    void shouldReadMovieLensGenresAndTheirAbsence() {
        assertThat(accepted(MOVIELENS.movie(row("movieId", "1", "title", "x", "genres", "Sci-Fi|Drama|Sci-Fi")))
                        .genres())
                .containsExactly("Sci-Fi", "Drama");
        assertThat(accepted(MOVIELENS.movie(row("movieId", "1", "title", "x", "genres", "(no genres listed)")))
                        .genres())
                .isEmpty();
    }

    @Test
    void shouldGiveMovieLensLinksTheirUsualForm() {
        assertThat(accepted(MOVIELENS.link(row("movieId", "1", "imdbId", "0114709", "tmdbId", "862"))))
                .isEqualTo(new MovieLink(1, "tt0114709", 862L));
        assertThat(accepted(MOVIELENS.link(row("movieId", "1", "imdbId", "10370710", "tmdbId", ""))))
                .isEqualTo(new MovieLink(1, "tt10370710", null));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5,964982703,2000-07-30T18:45:03Z",
        "5.0,1,1970-01-01T00:00:01Z",
        "3.7,2026-02-28T09:00:00+09:00,2026-02-28T00:00:00Z",
        "4,2026-03-01T00:05:00Z,2026-03-01T00:05:00Z"
    })
    void shouldAcceptRatings(String stars, String time, Instant ratedAt) {
        // When
        Rating rating =
                accepted(STANDARD.rating(row("user_id", "9", "movie_id", "7", "rating", stars, "rated_at", time)));

        // Then
        assertThat(rating).isEqualTo(new Rating(9, 7, Float.parseFloat(stars), ratedAt));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,7,3,1000,user_id,'user_id' is required",
                "0,7,3,1000,user_id,`'user_id' must be at least 1, got: 0`",
                "-4,7,3,1000,user_id,`'user_id' must be at least 1, got: -4`",
                "1.5,7,3,1000,user_id,`'user_id' must be a whole number, got: 1.5`",
                "99999999999999999999,7,3,1000,user_id,`'user_id' must be a whole number, got: 99999999999999999999`",
                "1,``,3,1000,movie_id,'movie_id' is required",
                "1,7,``,1000,rating,'rating' is required",
                "1,7,11,1000,rating,`'rating' must be between 0.5 and 5.0, got: 11`",
                "1,7,0.49,1000,rating,`'rating' must be between 0.5 and 5.0, got: 0.49`",
                "1,7,NaN,1000,rating,`'rating' must be between 0.5 and 5.0, got: NaN`",
                "1,7,Infinity,1000,rating,`'rating' must be between 0.5 and 5.0, got: Infinity`",
                "1,7,good,1000,rating,`'rating' must be a number, got: good`",
                "1,7,3,``,rated_at,'rated_at' is required",
                "1,7,3,0,rated_at,`'rated_at' must be after 1970-01-01, got: 0`",
                "1,7,3,-5,rated_at,`'rated_at' must be after 1970-01-01, got: -5`",
                "1,7,3,yesterday,rated_at,`'rated_at' must be seconds since 1970 or an ISO-8601 time with offset, got: yesterday`",
                "1,7,3,2026-02-28T09:00:00,rated_at,`'rated_at' must be seconds since 1970 or an ISO-8601 time with offset, got: 2026-02-28T09:00:00`",
                "1,7,3,1e9,rated_at,`'rated_at' must be seconds since 1970 or an ISO-8601 time with offset, got: 1e9`",
                "1,7,3,1772323501,rated_at,`'rated_at' must not be in the future, got: 1772323501`",
                "1,7,3,9223372036854775807,rated_at,`'rated_at' must be seconds since 1970 or an ISO-8601 time with offset, got: 9223372036854775807`"
            })
    void shouldRejectRatings(String user, String movie, String stars, String time, String field, String reason) {
        // When
        RowVerdict<Rating> verdict =
                STANDARD.rating(row("user_id", user, "movie_id", movie, "rating", stars, "rated_at", time));

        // Then
        assertThat(verdict).isEqualTo(new Rejected<Rating>(field, reason));
    }

    @Test
    void shouldReadAStandardMovieWithAllAndWithTheLeastItCanHave() {
        // Given
        CsvRow full = row(
                "movie_id",
                "7",
                "title",
                "Se7en",
                "year",
                "1995",
                "genres",
                "Crime|Thriller",
                "director",
                "David Fincher",
                "runtime_minutes",
                "127",
                "vote_average",
                "8.6",
                "vote_count",
                "1800000",
                "imdb_id",
                "tt0114369",
                "tmdb_id",
                "807");
        CsvRow least = row("movie_id", "8", "title", "x");

        // When / Then
        assertThat(accepted(STANDARD.movie(full)))
                .isEqualTo(new Movie(
                        7,
                        "Se7en",
                        1995,
                        List.of("Crime", "Thriller"),
                        "David Fincher",
                        127.0,
                        8.6,
                        1_800_000L,
                        "tt0114369",
                        807L));
        assertThat(accepted(STANDARD.movie(least)))
                .isEqualTo(new Movie(8, "x", null, List.of(), null, null, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "title,``,'title' is required",
                "year,1869,`'year' must have a year between 1870 and 2036, got: 1869`",
                "year,2037,`'year' must have a year between 1870 and 2036, got: 2037`",
                "year,95a,`'year' must be a whole number, got: 95a`",
                "genres,Drama||War,`'genres' must not have an empty part, got: Drama||War`",
                "runtime_minutes,-1,`'runtime_minutes' must be between 0.0 and 60000.0, got: -1`",
                "vote_average,10.1,`'vote_average' must be between 0.0 and 10.0, got: 10.1`",
                "vote_count,-1,`'vote_count' must be at least 0, got: -1`",
                "imdb_id,114369,`'imdb_id' must look like tt0114709, got: 114369`",
                "tmdb_id,0,`'tmdb_id' must be at least 1, got: 0`"
            })
    void shouldRejectStandardMovies(String field, String value, String reason) {
        // Given
        Map<String, String> fields = new java.util.LinkedHashMap<>(Map.of("movie_id", "7", "title", "x"));
        fields.put(field, value);

        // When / Then
        assertThat(STANDARD.movie(row(fields))).isEqualTo(new Rejected<Movie>(field, reason));
    }

    @Test
    void shouldRejectControlCharactersAndEndlessTitles() {
        assertThat(STANDARD.movie(row("movie_id", "7", "title", "a\0b")))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.field()).isEqualTo("title"));
        assertThat(STANDARD.movie(row("movie_id", "7", "title", "x".repeat(501))))
                .isEqualTo(new Rejected<Movie>("title", "'title' must have at most 500 characters, got: 501"));
    }

    @Test
    void shouldRejectARowThatCouldNotBeTakenApart() {
        // Given
        CsvRow row = new CsvRow(3, "1,2", List.of(), Map.of("user_id", 0), "has 2 fields, the header has 4");

        // When / Then
        assertThat(STANDARD.rating(row)).isEqualTo(new Rejected<Rating>("", "the row has 2 fields, the header has 4"));
    }

    private static <T> T accepted(RowVerdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Accepted.class);
        return ((Accepted<T>) verdict).value();
    }

    private static CsvRow row(String... namesAndValues) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return row(fields);
    }

    private static CsvRow row(Map<String, String> fields) {
        Map<String, Integer> columns = new HashMap<>();
        for (String name : fields.keySet()) {
            columns.put(name, columns.size());
        }
        return new CsvRow(2, "raw", List.copyOf(fields.values()), columns, null);
    }
}

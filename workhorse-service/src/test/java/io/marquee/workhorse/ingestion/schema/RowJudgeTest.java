package io.marquee.workhorse.ingestion.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.ingestion.source.RecordReader.Column;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judging single records by the schema that ships. */
class RowJudgeTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    private static final CatalogueSchema SCHEMA = TestSchema.read();

    private record Row(List<Object> values, String defect) implements SourceRecord {

        @Override
        public long line() {
            return 2;
        }

        @Override
        public String raw() {
            return "raw";
        }

        @Override
        public Object value(int column) {
            return values.get(column);
        }
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
        RowJudge judge = judge("ratings", "user_id", "9", "movie_id", " 7 ", "rating", stars, "rated_at", time);

        // Then
        assertThat(judge.values()).containsExactly(9L, 7L, Double.parseDouble(stars), ratedAt);
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
                "1,7,NaN,1000,rating,`'rating' must be a number, got: NaN`",
                "1,7,Infinity,1000,rating,`'rating' must be a number, got: Infinity`",
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
        assertRejected(field, reason, "ratings", "user_id", user, "movie_id", movie, "rating", stars, "rated_at", time);
    }

    @Test
    void shouldReadAMovieWithAllAndWithTheLeastItCanHave() {
        // When
        RowJudge full = judge(
                "movies",
                "movie_id",
                "7",
                "title",
                "Se7en",
                "year",
                "1995",
                "release_date",
                "1995-09-22",
                "genres",
                "Crime| Thriller |Crime",
                "runtime_minutes",
                "127",
                "adult",
                "false",
                "imdb_id",
                "tt0114369",
                "tmdb_id",
                "807");
        RowJudge least = judge("movies", "imdb_id", "tt0114369", "title", "x");

        // Then
        assertThat(full.value("movie_id")).isEqualTo(7L);
        assertThat(full.value("year")).isEqualTo(1995L);
        assertThat(full.value("release_date")).isEqualTo(LocalDate.of(1995, 9, 22));
        assertThat(full.value("genres")).isEqualTo(List.of("Crime", "Thriller"));
        assertThat(full.value("runtime_minutes")).isEqualTo(127.0);
        assertThat(full.value("adult")).isEqualTo(false);
        assertThat(full.value("imdb_id")).isEqualTo("tt0114369");
        assertThat(full.value("tmdb_id")).isEqualTo(807L);
        assertThat(least.value("movie_id")).isNull();
        assertThat(least.value("actors")).isEqualTo(List.of());
        assertThat(least.value("director")).isNull();
    }

    @Test
    void shouldTakeValuesThatAreTypedAlready() {
        // When
        RowJudge judge = judge(
                "movies",
                "tmdb_id",
                807,
                "title",
                "Se7en",
                "release_date",
                Instant.parse("1995-09-22T05:00:00Z"),
                "actors",
                List.of("Brad Pitt", "Morgan Freeman"),
                "vote_average",
                8.375f,
                "vote_count",
                new java.math.BigDecimal("20000"),
                "adult",
                0);

        // Then
        assertThat(judge.value("tmdb_id")).isEqualTo(807L);
        assertThat(judge.value("release_date")).isEqualTo(LocalDate.of(1995, 9, 22));
        assertThat(judge.value("actors")).isEqualTo(List.of("Brad Pitt", "Morgan Freeman"));
        assertThat(judge.value("vote_average")).isEqualTo(8.375);
        assertThat(judge.value("vote_count")).isEqualTo(20_000L);
        assertThat(judge.value("adult")).isEqualTo(false);
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
                "imdb_id,tt00114709,`'imdb_id' must look like tt0114709, got: tt00114709`",
                "tmdb_id,0,`'tmdb_id' must be between 1 and 999999999999, got: 0`",
                "movie_id,2000000000807,`'movie_id' must be between 1 and 999999999999, got: 2000000000807`",
                "release_date,22.9.1995,`'release_date' must be a day such as 1995-10-30, got: 22.9.1995`",
                "release_date,2126-01-01,`'release_date' must be a day from 1870 to 2036-03-01, got: 2126-01-01`",
                "adult,maybe,`'adult' must be true or false, got: maybe`",
                "original_language,Korean,`'original_language' must look like ko, got: Korean`"
            })
    void shouldRejectMovies(String field, String value, String reason) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("movie_id", "7", "title", "x"));
        fields.put(field, value);
        assertRejected(
                field,
                reason,
                "movies",
                fields.entrySet().stream()
                        .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                        .toArray());
    }

    @Test
    void shouldRejectControlCharactersAndEndlessTitles() {
        RowJudge judge = judgeOf("movies", "movie_id", "7", "title", "a\0b");
        assertThat(judge.accepts(new Row(List.of("7", "a\0b"), null))).isFalse();
        assertThat(judge.field()).isEqualTo("title");
        assertRejected(
                "title",
                "'title' must have at most 500 characters, got: 501",
                "movies",
                "movie_id",
                "7",
                "title",
                "x".repeat(501));
        assertThat(judge("movies", "movie_id", "7", "title", "x", "overview", "two\r\nlines")
                        .value("overview"))
                .isEqualTo("two\r\nlines");
    }

    @Test
    void shouldRejectARecordThatCouldNotBeTakenApart() {
        RowJudge judge = judgeOf("ratings", "user_id", "1");
        assertThat(judge.accepts(new Row(List.of(), "has 2 fields, the header has 4")))
                .isFalse();
        assertThat(judge.field()).isEmpty();
        assertThat(judge.reason()).isEqualTo("the row has 2 fields, the header has 4");
    }

    @Test
    void shouldNameColumnsAsTheSourceDoes() {
        // Given
        RowJudge judge = new RowJudge(
                SCHEMA.table("movies"),
                List.of(new Column("movie_id", "movieId"), new Column("title"), new Column("year", "title")),
                CLOCK);

        // When / Then
        assertThat(judge.accepts(new Row(List.of("1", "Toy Story", 1066L), null)))
                .isFalse();
        assertThat(judge.field()).isEqualTo("title");
        assertThat(judge.reason()).isEqualTo("'title' must have a year between 1870 and 2036, got: 1066");
        assertThat(judge.accepts(new Row(List.of("", "Toy Story", 1995L), null)))
                .isFalse();
        assertThat(judge.reason()).isEqualTo("'movieId' is required");
        assertThat(judge.label("movie_id")).isEqualTo("movieId");
        assertThat(judge.label("director")).isEqualTo("director");
    }

    @Test
    void shouldRefuseReadersThatDoNotFitTheSchema() {
        assertThatThrownBy(() -> judgeOf("movies", "stars", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'stars' is not a column of movies that is delivered");
        assertThatThrownBy(() -> judgeOf("movies", "source", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'source' is not a column of movies that is delivered");
        assertThatThrownBy(() -> judgeOf("movies", "title", "x", "title", "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column 'title' is delivered twice");
    }

    private static RowJudge judge(String table, Object... namesAndValues) {
        RowJudge judge = judgeOf(table, namesAndValues);
        assertThat(judge.accepts(row(namesAndValues))).as(judge.reason()).isTrue();
        return judge;
    }

    private static void assertRejected(String field, String reason, String table, Object... namesAndValues) {
        RowJudge judge = judgeOf(table, namesAndValues);
        assertThat(judge.accepts(row(namesAndValues))).isFalse();
        assertThat(judge.field()).isEqualTo(field);
        assertThat(judge.reason()).isEqualTo(reason);
    }

    private static RowJudge judgeOf(String table, Object... namesAndValues) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.add(new Column(String.valueOf(namesAndValues[i])));
        }
        return new RowJudge(SCHEMA.table(table), columns, CLOCK);
    }

    private static Row row(Object... namesAndValues) {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i < namesAndValues.length; i += 2) {
            values.add(namesAndValues[i]);
        }
        return new Row(values, null);
    }
}

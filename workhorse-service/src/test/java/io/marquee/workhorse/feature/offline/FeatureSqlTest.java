package io.marquee.workhorse.feature.offline;

import static io.marquee.workhorse.feature.offline.TestCatalogue.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped views on a catalogue small enough to check by hand, and the rules their rows are held to. */
class FeatureSqlTest {

    private static final long YEAR = 365 * 86_400L;

    @TempDir
    Path folder;

    private DuckDb duckDb;

    @BeforeEach
    void open() throws Exception {
        duckDb = TestCatalogue.open(folder);
    }

    @AfterEach
    void close() throws Exception {
        duckDb.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldComputeWhatIsKnownOfMoviesAtEachMoment() throws SQLException {
        // Given
        new TestCatalogue()
                .movie(1, "Drama", "War")
                .movie(2)
                .rating(7, 1, 4.0, 2 * YEAR)
                .rating(8, 1, 1.0, 2 * YEAR)
                .rating(9, 1, 5.0, 3 * YEAR)
                .load(duckDb);

        // When
        long rows = new FeatureQuery(duckDb)
                .compute(DEFINITIONS.view("movie_rating_stats").view());
        long movies = new FeatureQuery(duckDb)
                .compute(DEFINITIONS.view("movie_metadata").view());

        // Then
        assertThat(rows).isEqualTo(4);
        assertThat(movies).isEqualTo(2);
        assertThat(rows("SELECT movie_id, epoch(event_timestamp)::BIGINT, rating_count, rating_mean, popularity"
                        + " FROM movie_rating_stats ORDER BY 1, 2"))
                .containsExactly(
                        "1|0|0|null|0.0",
                        "1|" + (2 * YEAR + 1) + "|2|2.5|2.0",
                        "1|" + (3 * YEAR + 1) + "|3|3.333333|2.0",
                        "2|0|0|null|0.0");
        assertThat(rows("SELECT epoch(event_timestamp)::BIGINT, title, year, genres, main_genre, runtime_minutes,"
                        + " director, vote_average, vote_count FROM movie_metadata ORDER BY movie_id"))
                .containsExactly(
                        "0|Movie 1|1999|[Drama, War]|Drama|90.0|D|7.5|10", "0|Movie 2|1999|[]|null|90.0|D|7.5|10");
    }

    @Test
    void shouldComputeWhatIsKnownOfUsersAtEachMoment() throws SQLException {
        // Given
        new TestCatalogue()
                .movie(1, "Drama", "War")
                .movie(2, "Comedy")
                .movie(3)
                .rating(7, 1, 5.0, 1000)
                .rating(7, 2, 2.0, 87_400)
                .rating(7, 3, 2.0, 87_400)
                .load(duckDb);

        // When
        new FeatureQuery(duckDb).compute(DEFINITIONS.view("user_behaviour").view());
        new FeatureQuery(duckDb).compute(DEFINITIONS.view("user_genre_affinity").view());

        // Then: the mean is 3 at last, so Drama stands at (5 - 3) / (1 + 5) and Comedy at (2 - 3) / (1 + 5).
        assertThat(
                        rows(
                                "SELECT epoch(event_timestamp)::BIGINT, rating_count, rating_mean, rating_stddev,"
                                        + " days_since_previous_rating, favourite_genre, genre_affinity_drama, genre_affinity_comedy,"
                                        + " genre_affinity_action FROM user_behaviour JOIN user_genre_affinity USING (user_id, event_timestamp) ORDER BY 1"))
                .containsExactly(
                        "1001|1|5.0|null|null|Drama|0.0|null|null",
                        "87401|3|3.0|1.732051|1.0|Drama|0.333333|-0.166667|null");
    }

    @Test
    void shouldKeepAUsersWholeHistoryInTheOrderOfTime() throws SQLException {
        // Given
        new TestCatalogue()
                .movie(1)
                .movie(2)
                .movie(3)
                .rating(7, 3, 1.0, 30)
                .rating(7, 2, 4.5, 50)
                .rating(7, 1, 0.5, 50)
                .load(duckDb);

        // When
        new FeatureQuery(duckDb).compute(DEFINITIONS.view("user_history").view());

        // Then
        assertThat(rows("SELECT user_id, epoch(event_timestamp)::BIGINT, movie_ids, ratings FROM user_history"))
                .containsExactly("7|51|[3, 1, 2]|[1.0, 0.5, 4.5]");
    }

    @Test
    void shouldComputeNothingFromNothing() throws SQLException {
        // Given
        new TestCatalogue().load(duckDb);

        // When / Then
        for (var view : DEFINITIONS.views()) {
            assertThat(new FeatureQuery(duckDb).compute(view.view())).isZero();
        }
    }

    @Test
    void shouldGiveEntitiesAloneTheSameRowsAsTheWholeCatalogue() throws Exception {
        // Given
        TestCatalogue whole = TestCatalogue.random(20260301, 60, 40, 25);
        TestCatalogue ofUser = new TestCatalogue();
        whole.ratings.stream().filter(rating -> rating.userId() == 17).forEach(rating -> {
            ofUser.ratings.add(rating);
            ofUser.genres.put(rating.movieId(), whole.genres.get(rating.movieId()));
        });
        TestCatalogue ofMovie = new TestCatalogue();
        whole.ratings.stream().filter(rating -> rating.movieId() == 5).forEach(ofMovie.ratings::add);
        ofMovie.genres.put(5L, whole.genres.get(5L));

        // When / Then
        for (String view : List.of("user_behaviour", "user_genre_affinity")) {
            assertThat(rowsOf(ofUser, view, "user_id = 17"))
                    .isNotEmpty()
                    .isEqualTo(rowsOf(whole, view, "user_id = 17"));
        }
        assertThat(rowsOf(ofUser, "user_history", "user_id = 17"))
                .hasSize(1)
                .isEqualTo(rowsOf(whole, "user_history", "user_id = 17"));
        for (String view : List.of("movie_metadata", "movie_rating_stats")) {
            assertThat(rowsOf(ofMovie, view, "movie_id = 5"))
                    .isNotEmpty()
                    .isEqualTo(rowsOf(whole, view, "movie_id = 5"));
        }
    }

    @Test
    void shouldRefuseRowsThatAreNotAsDefined() {
        String good = "SELECT 1::BIGINT AS movie_id, make_timestamp(0) AS event_timestamp, 2.0::DOUBLE AS score";
        assertRefused(
                "SELECT 1::BIGINT AS movie_id, 2.0::DOUBLE AS score", "the SQL gives no column 'event_timestamp'");
        assertRefused(good.replace("::DOUBLE", "::VARCHAR"), "column 'score' must be DOUBLE, the SQL gives VARCHAR");
        assertRefused(good + ", 3 AS more", "the SQL gives columns that are not defined: more");
        assertRefused(good + " UNION ALL " + good, "1 rows repeat the movie_id and event_timestamp of another");
        assertRefused(good.replace("1::BIGINT", "NULL::BIGINT"), "there are rows without movie_id or event_timestamp");
        assertRefused(
                good.replace("2.0", "5.5"),
                "feature 'score' must be a number from 0.0 to 5.0, but 1 rows are not, for example 5.5 of movie_id 1");
        assertRefused(
                good.replace("2.0", "'NaN'"),
                "feature 'score' must be a number from 0.0 to 5.0, but 1 rows are not, for example NaN of movie_id 1");
    }

    @Test
    void shouldTakeTheRowThatTheSqlSaysWasCreatedLast() throws Exception {
        // When: the last of one time, one that tells its created time beside one that does not, and another time
        new FeatureQuery(duckDb).compute(scores("""
                SELECT movie_id, make_timestamp(second * 1000000) AS event_timestamp, score,
                       make_timestamp(created * 1000000) AS created_timestamp
                FROM (VALUES (1::BIGINT, 10::BIGINT, 1.0::DOUBLE, 100::BIGINT), (1, 10, 2.0, 300), (1, 10, 3.0, 200),
                             (2, 10, 4.0, NULL), (2, 10, 5.0, 1), (2, 11, 4.5, NULL)) AS t(movie_id, second, score, created)
                """));

        // Then
        assertThat(rows("SELECT movie_id, epoch(event_timestamp)::BIGINT, epoch(created_timestamp)::BIGINT, score"
                        + " FROM scores ORDER BY 1, 2"))
                .containsExactly("1|10|300|2.0", "2|10|1|5.0", "2|11|null|4.5");
    }

    @Test
    void shouldRefuseACreatedTimeThatDoesNotDecide() {
        String row = "SELECT 1::BIGINT AS movie_id, make_timestamp(5) AS event_timestamp, 1.0::DOUBLE AS score, ";
        assertRefused(
                row + "'now' AS created_timestamp",
                "column 'created_timestamp' must be TIMESTAMP, the SQL gives VARCHAR");
        assertRefused(
                row + "make_timestamp(7) AS created_timestamp FROM range(3)",
                "2 rows repeat the movie_id, event_timestamp and created_timestamp of another");
    }

    @Test
    void shouldSayWhichViewsSqlCannotBeRun() {
        assertThatThrownBy(() -> new FeatureQuery(duckDb).compute(scores("SELECT likes AS movie_id FROM range(3)")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("feature view 'scores': its SQL cannot be run: Binder Error")
                .hasMessageContaining("\"likes\"");
    }

    private void assertRefused(String sql, String reason) {
        FeatureView view = scores(sql);
        assertThatThrownBy(() -> {
                    duckDb.execute("DROP TABLE IF EXISTS scores");
                    new FeatureQuery(duckDb).compute(view);
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("feature view 'scores': " + reason);
    }

    private static FeatureView scores(String sql) {
        return new FeatureView(
                "scores",
                1,
                List.of(new JoinKey("movie", "movie_id", ValueType.INT64)),
                List.of(new FeatureField("score", ValueType.DOUBLE, "A score.", 0.0, 5.0)),
                Duration.ZERO,
                "test",
                "Scores.",
                Map.of(),
                sql + ";");
    }

    private List<String> rowsOf(TestCatalogue catalogue, String view, String condition) throws Exception {
        try (DuckDb other = TestCatalogue.open(folder)) {
            catalogue.load(other);
            new FeatureQuery(other).compute(DEFINITIONS.view(view).view());
            return rows(other, "SELECT * FROM " + view + " WHERE " + condition + " ORDER BY event_timestamp");
        }
    }

    private List<String> rows(String sql) throws SQLException {
        return rows(duckDb, sql);
    }

    private static List<String> rows(DuckDb duckDb, String sql) throws SQLException {
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }
}

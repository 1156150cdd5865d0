package io.marquee.workhorse.feature.offline;

import static io.marquee.workhorse.feature.offline.TestCatalogue.DEFINITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import io.marquee.workhorse.feature.offline.PointInTimeJoin.Time;
import io.marquee.workhorse.feature.offline.TestCatalogue.TestRating;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointInTimeJoinTest {

    private static final List<FeatureReference> FEATURES = List.of(
            FeatureReference.parse("movie_metadata:title"),
            FeatureReference.parse("movie_metadata:year"),
            FeatureReference.parse("movie_metadata:genres"),
            FeatureReference.parse("movie_metadata:main_genre"),
            FeatureReference.parse("user_genre_affinity:favourite_genre"),
            FeatureReference.parse("movie_rating_stats:rating_count"),
            FeatureReference.parse("movie_rating_stats:rating_mean"),
            FeatureReference.parse("movie_rating_stats:popularity"),
            FeatureReference.parse("user_behaviour:rating_count"),
            FeatureReference.parse("user_behaviour:rating_mean"),
            FeatureReference.parse("user_behaviour:rating_stddev"),
            FeatureReference.parse("user_behaviour:days_since_previous_rating"),
            FeatureReference.parse("user_genre_affinity:genre_affinity_action"),
            FeatureReference.parse("user_genre_affinity:genre_affinity_comedy"),
            FeatureReference.parse("user_genre_affinity:genre_affinity_drama"),
            FeatureReference.parse("user_genre_affinity:genre_affinity_horror"),
            FeatureReference.parse("user_genre_affinity:genre_affinity_thriller"));

    private static final Time OF_LABEL = new Time.OfLabel();
    private static final Time NOW = new Time.Now(Instant.parse("2100-01-01T00:00:00Z"));

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
    }

    @Test
    void shouldAgreeWithANaiveComputationOn250RandomHistories() throws SQLException {
        // Given
        TestCatalogue catalogue = TestCatalogue.random(4711, 250, 80, 30);
        FeatureOracle oracle = new FeatureOracle(catalogue);

        // When
        TrainingFrame frame = join(catalogue, OF_LABEL);

        // Then
        assertThat(frame.rows()).isEqualTo(catalogue.ratings.size()).isGreaterThan(3_000);
        assertThat(differences(
                        frame,
                        catalogue,
                        row -> oracle.movie(frame.movieIds()[row], frame.timestamps()[row]),
                        row -> oracle.user(frame.userIds()[row], frame.timestamps()[row])))
                .isEmpty();
    }

    @Test
    void shouldGiveEachLabelTheNewestValuesWhenAskedForThePresent() throws SQLException {
        // Given
        TestCatalogue catalogue = TestCatalogue.random(815, 80, 40, 20);
        FeatureOracle oracle = new FeatureOracle(catalogue);

        // When
        TrainingFrame frame = join(catalogue, NOW);

        // Then
        assertThat(differences(
                        frame,
                        catalogue,
                        row -> oracle.movie(frame.movieIds()[row], Long.MAX_VALUE),
                        row -> oracle.user(frame.userIds()[row], Long.MAX_VALUE)))
                .isEmpty();
    }

    @Test
    void shouldNotShowALabelToItself() throws Exception {
        // Given
        TestCatalogue catalogue = TestCatalogue.random(99, 50, 30, 15);
        TrainingFrame before = join(catalogue, OF_LABEL);

        // When: each rating is turned into its opposite in turn
        for (int i = 0; i < 20; i++) {
            int row = i * 7;
            TestRating old = catalogue.ratings.stream()
                    .filter(rating ->
                            rating.userId() == before.userIds()[row] && rating.movieId() == before.movieIds()[row])
                    .findFirst()
                    .orElseThrow();
            TestCatalogue changed = new TestCatalogue();
            changed.genres.putAll(catalogue.genres);
            catalogue.ratings.forEach(rating -> changed.ratings.add(
                    rating.equals(old)
                            ? new TestRating(old.userId(), old.movieId(), 5.5 - old.stars(), old.second())
                            : rating));
            TrainingFrame after;
            try (DuckDb other = TestCatalogue.open(folder)) {
                after = join(changed, OF_LABEL, other);
            }

            // Then
            for (FeatureReference feature : FEATURES) {
                assertThat(value(after, feature, row))
                        .as("%s of %s", feature, old)
                        .isEqualTo(value(before, feature, row));
            }
        }
    }

    @Test
    void shouldOrderRowsByTimeUserAndMovie() throws SQLException {
        // Given
        TestCatalogue catalogue = TestCatalogue.random(7, 40, 30, 10);

        // When
        TrainingFrame frame = join(catalogue, OF_LABEL);

        // Then
        List<TestRating> expected = catalogue.ratings.stream()
                .sorted(Comparator.comparingLong(TestRating::second)
                        .thenComparingLong(TestRating::userId)
                        .thenComparingLong(TestRating::movieId))
                .toList();
        for (int row = 0; row < frame.rows(); row++) {
            assertThat(new TestRating(
                            frame.userIds()[row], frame.movieIds()[row], frame.ratings()[row], frame.timestamps()[row]))
                    .isEqualTo(expected.get(row));
        }
        assertThat(frame.features().keySet())
                .containsExactlyElementsOf(
                        FEATURES.stream().map(FeatureReference::fullName).toList());
    }

    /** Feast's rule with both bounds included, on random rows and windows of a few seconds, against a plain search. */
    @Test
    void shouldKeepToTheTtlOfEachRowWithBothBoundsIncluded() throws SQLException {
        // Given
        Random random = new Random(31);
        int ttl = 5;
        List<long[]> featureRows = new ArrayList<>();
        for (long movie = 1; movie <= 60; movie++) {
            for (long second = 100; second < 160; second++) {
                if (random.nextInt(8) == 0) {
                    featureRows.add(new long[] {movie, second, random.nextInt(1000)});
                }
            }
        }
        List<long[]> labels = new ArrayList<>();
        for (long user = 1; user <= 300; user++) {
            labels.add(new long[] {user, 1 + random.nextInt(65), 95 + random.nextInt(75), 3});
        }
        Path rows = write("rows", "(movie_id BIGINT, event_timestamp TIMESTAMP, score BIGINT)", featureRows, 1);
        Path labelFile =
                write("label", "(user_id BIGINT, movie_id BIGINT, rated_at TIMESTAMP, rating DOUBLE)", labels, 2);
        FeatureReference score = FeatureReference.parse("scores:score");

        // When
        TrainingFrame frame = new PointInTimeJoin(duckDb)
                .join(DuckDb.parquet(List.of(labelFile)), List.of(scores(ttl, rows)), List.of(score), OF_LABEL);

        // Then
        int present = 0;
        for (int row = 0; row < frame.rows(); row++) {
            long movie = frame.movieIds()[row];
            long time = frame.timestamps()[row];
            double expected = featureRows.stream()
                    .filter(feature -> feature[0] == movie && feature[1] <= time && feature[1] >= time - ttl)
                    .max(Comparator.comparingLong(feature -> feature[1]))
                    .map(feature -> (double) feature[2])
                    .orElse(Double.NaN);
            assertThat(value(frame, score, row))
                    .as("movie %d at %d", movie, time)
                    .isEqualTo(expected);
            present += Double.isNaN(expected) ? 0 : 1;
        }
        assertThat(frame.rows()).isEqualTo(300);
        assertThat(present).isBetween(60, 240);
    }

    @Test
    void shouldTakeNoRowOfTheFutureForThePresent() throws SQLException {
        // Given: rows of 100 and 200, and one of 300 that was handed in at 310
        duckDb.execute(
                "CREATE TABLE rows AS SELECT 1::BIGINT AS movie_id, make_timestamp(s * 1000000) AS event_timestamp,"
                        + " make_timestamp(c * 1000000) AS created_timestamp, s AS score"
                        + " FROM (VALUES (100::BIGINT, NULL::BIGINT), (200, NULL), (300, 310)) AS t(s, c)");
        duckDb.execute("CREATE TABLE handed AS SELECT * FROM rows WHERE score < 300");
        Path labels = write(
                "label",
                "(user_id BIGINT, movie_id BIGINT, rated_at TIMESTAMP, rating DOUBLE)",
                List.of(new long[] {7, 1, 50, 3}),
                2);
        JoinedView all = scores(0, export(duckDb, "rows"));
        JoinedView computed = scores(0, export(duckDb, "handed"));

        // Then
        assertThat(scoreAt(199, computed, labels)).isEqualTo(100);
        assertThat(scoreAt(200, computed, labels)).isEqualTo(200);
        assertThat(scoreAt(199, all, labels)).isEqualTo(300);
        assertThat(scoreAt(99, computed, labels)).isNaN();
    }

    private double scoreAt(long second, JoinedView view, Path labels) throws SQLException {
        FeatureReference score = FeatureReference.parse("scores:score");
        TrainingFrame frame = new PointInTimeJoin(duckDb)
                .join(
                        DuckDb.parquet(List.of(labels)),
                        List.of(view),
                        List.of(score),
                        new Time.Now(Instant.ofEpochSecond(second)));
        return (Double) java.util.Objects.requireNonNull(value(frame, score, 0));
    }

    private JoinedView scores(int ttlSeconds, Path rows) {
        FeatureField score = new FeatureField("score", ValueType.INT64, "A score.", null, null);
        FeatureView view = new FeatureView(
                "scores",
                1,
                List.of(new JoinKey("movie", "movie_id", ValueType.INT64)),
                List.of(score),
                Duration.ofSeconds(ttlSeconds),
                "test",
                "Scores.",
                Map.of(),
                "SELECT");
        return new JoinedView(view, DuckDb.parquet(List.of(rows)), List.of(score));
    }

    private Path write(String table, String columns, List<long[]> rows, int timeColumn) throws SQLException {
        duckDb.execute("CREATE TABLE " + table + columns);
        for (long[] row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.length; i++) {
                values.add(i == timeColumn ? "make_timestamp(" + row[i] * 1_000_000 + ")" : Long.toString(row[i]));
            }
            duckDb.execute("INSERT INTO " + table + " VALUES (" + String.join(", ", values) + ")");
        }
        return export(duckDb, table);
    }

    private TrainingFrame join(TestCatalogue catalogue, Time time) throws SQLException {
        return join(catalogue, time, duckDb);
    }

    private static TrainingFrame join(TestCatalogue catalogue, Time time, DuckDb duckDb) throws SQLException {
        catalogue.load(duckDb);
        List<JoinedView> views = new ArrayList<>();
        for (String name : List.of("movie_metadata", "movie_rating_stats", "user_behaviour", "user_genre_affinity")) {
            FeatureView view = DEFINITIONS.view(name).view();
            new FeatureQuery(duckDb).compute(view);
            views.add(new JoinedView(view, DuckDb.parquet(List.of(export(duckDb, name))), view.fields()));
        }
        return new PointInTimeJoin(duckDb)
                .join(DuckDb.parquet(List.of(export(duckDb, "ratings"))), views, FEATURES, time);
    }

    private static Path export(DuckDb duckDb, String table) throws SQLException {
        Path file = duckDb.file(table + ".parquet");
        duckDb.execute("COPY " + table + " TO " + DuckDb.literal(file) + " (FORMAT parquet)");
        assertThat(Files.exists(file)).isTrue();
        return file;
    }

    @FunctionalInterface
    private interface Expectation {
        Map<String, @Nullable Object> of(int row);
    }

    private static List<String> differences(
            TrainingFrame frame, TestCatalogue catalogue, Expectation movie, Expectation user) {
        List<String> differences = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            Map<String, @Nullable Object> ofMovie = movie.of(row);
            Map<String, @Nullable Object> ofUser = user.of(row);
            for (FeatureReference feature : FEATURES) {
                Object wanted = (feature.view().startsWith("movie_") ? ofMovie : ofUser).get(feature.feature());
                Object given = value(frame, feature, row);
                if (!same(wanted, given)) {
                    differences.add("row " + row + " " + feature + ": wanted " + wanted + ", got " + given);
                }
            }
        }
        return differences;
    }

    /** Equal; numbers to the six decimals that the views keep. */
    private static boolean same(@Nullable Object wanted, @Nullable Object given) {
        if (given instanceof Double number) {
            return wanted == null ? number.isNaN() : Math.abs((Double) wanted - number) <= 0.500001e-6;
        }
        return java.util.Objects.equals(wanted, given);
    }

    private static @Nullable Object value(TrainingFrame frame, FeatureReference feature, int row) {
        return switch (frame.features().get(feature.fullName())) {
            case Column.Numeric numbers -> numbers.values()[row];
            case Column.Text texts -> texts.values()[row];
            case Column.TextList lists -> lists.values().get(row);
        };
    }
}

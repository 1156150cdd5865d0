package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.problem.ProblemException;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.HistoricalFeatures;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.EntityRow;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.storage.ObjectStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class OfflineStoreTest {

    private static final FeatureReference TITLE = FeatureReference.parse("movie_metadata:title");
    private static final FeatureReference GENRES = FeatureReference.parse("movie_metadata:genres");
    private static final FeatureReference YEAR = FeatureReference.parse("movie_metadata:year");
    private static final FeatureReference MOVIE_COUNT = FeatureReference.parse("movie_rating_stats:rating_count");
    private static final FeatureReference USER_MEAN = FeatureReference.parse("user_behaviour:rating_mean");

    @Inject
    AgroalDataSource dataSource;

    @Inject
    OfflineStore store;

    @Inject
    HistoricalFeatures features;

    @Inject
    ObjectStore objects;

    @Inject
    ActiveDefinitions definitions;

    @Inject
    FeatureConfig config;

    private CatalogueTables tables;

    @BeforeEach
    void catalogue() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute(
                "TRUNCATE features.offline_build, features.offline_partition, features.offline_source, features.offline_push");
        for (ObjectStore.Entry entry : objects.list("features/")) {
            objects.delete(entry.key());
        }
        tables.execute("""
                INSERT INTO catalog.movies (movie_id, title, year, genres, source) VALUES
                    (1, E'Say "hi", \\\\N\\nand go', 1995, '{Drama,Sci-Fi}', 'standard'),
                    (2, '\\N', NULL, '{}', 'standard'),
                    (3, '기생충', 2019, '{Thriller}', 'standard')""");
        tables.execute("""
                INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES
                    (7, 1, 4.5, '2020-01-01T00:00:00.900Z', 'standard'),
                    (7, 2, 3.7, '2020-01-01T00:00:02Z', 'standard'),
                    (8, 1, 1.0, '2020-01-01T00:00:02Z', 'standard')""");
    }

    /** Rows that were handed in are in every later build, so in those of other tests too. */
    @AfterEach
    void forgetHandedRows() throws Exception {
        tables.execute("TRUNCATE features.offline_push");
    }

    @Test
    void shouldBuildTrainingRowsFromTheCatalogue() throws Exception {
        // Given
        List<String> progress = new ArrayList<>();

        // When
        List<OfflineBuild> build = store.build(progress::add);
        TrainingFrame frame = features.ratings(List.of(TITLE, MOVIE_COUNT, USER_MEAN, GENRES, YEAR));

        // Then
        assertThat(build)
                .extracting(view -> view.view() + " " + view.rowCount())
                .containsExactly(
                        "labels 3",
                        "movie_metadata 3",
                        "movie_popularity 0",
                        "movie_rating_stats 6",
                        "user_activity 0",
                        "user_behaviour 3",
                        "user_genre_affinity 3",
                        "user_genre_interaction 4");
        assertThat(progress)
                .containsExactly(
                        "reading the catalogue",
                        "computing movie_metadata",
                        "computing movie_popularity",
                        "computing movie_rating_stats",
                        "computing user_activity",
                        "computing user_behaviour",
                        "computing user_genre_affinity",
                        "computing user_genre_interaction");
        assertThat(frame.userIds()).containsExactly(7, 7, 8);
        assertThat(frame.movieIds()).containsExactly(1, 2, 1);
        assertThat(frame.ratings()).containsExactly(4.5f, 3.7f, 1.0f);
        assertThat(frame.timestamps()).containsExactly(1_577_836_800, 1_577_836_802, 1_577_836_802);
        assertThat(frame.features().keySet())
                .containsExactly(
                        "movie_metadata__title",
                        "movie_rating_stats__rating_count",
                        "user_behaviour__rating_mean",
                        "movie_metadata__genres",
                        "movie_metadata__year");
        assertThat(((Column.Text) frame.features().get("movie_metadata__title")).values())
                .containsExactly("Say \"hi\", \\N\nand go", "\\N", "Say \"hi\", \\N\nand go");
        assertThat(numbers(frame, "movie_rating_stats__rating_count")).containsExactly(0, 0, 1);
        assertThat(numbers(frame, "user_behaviour__rating_mean")).containsExactly(Double.NaN, 4.5, Double.NaN);
        assertThat(numbers(frame, "movie_metadata__year")).containsExactly(1995, Double.NaN, 1995);
        assertThat(((Column.TextList) frame.features().get("movie_metadata__genres")).values())
                .containsExactly(List.of("Drama", "Sci-Fi"), List.of(), List.of("Drama", "Sci-Fi"));
    }

    @Test
    void shouldGiveTheNewestValuesForThePresent() throws Exception {
        // Given
        store.build(line -> {});

        // When
        TrainingFrame frame = features.ratingsWithCurrentFeatures(List.of(MOVIE_COUNT, USER_MEAN));

        // Then
        assertThat(numbers(frame, "movie_rating_stats__rating_count")).containsExactly(2, 1, 2);
        assertThat(numbers(frame, "user_behaviour__rating_mean")).containsExactly(4.1, 4.1, 1.0);
    }

    @Test
    void shouldShowAllViewsOfTheNewBuildAndKeepTheOneBefore() throws Exception {
        // Given
        String first = store.build(line -> {}).getFirst().buildId();
        String second = store.build(line -> {}).getFirst().buildId();
        tables.execute("DELETE FROM catalog.ratings WHERE user_id = 8");
        String leftover = "features/movie_rating_stats/01800000-0000-7000-8000-000000000000.parquet";
        String underWay = "features/movie_rating_stats/" + io.marquee.contract.id.EventId.next(java.time.Instant.now())
                + ".parquet";
        objects.put(leftover, new byte[] {1});
        objects.put(underWay, new byte[] {1});

        // When
        String third = store.build(line -> {}).getFirst().buildId();

        // Then
        assertThat(store.current().views()).hasSize(8).allMatch(view -> view.buildId()
                .equals(third));
        assertThat(tables.rows("SELECT DISTINCT build_id FROM features.offline_build ORDER BY 1"))
                .containsExactly(second, third)
                .doesNotContain(first);
        assertThat(objects.exists(leftover)).isFalse();
        assertThat(objects.exists(underWay)).isTrue();
        assertThat(features.ratings(List.of(MOVIE_COUNT)).rows()).isEqualTo(2);
    }

    @Test
    void shouldKeepRowsThatWereHandedInThroughLaterBuilds() throws Exception {
        // Given
        store.build(line -> {});
        ViewDefinition view = definitions.get().view("user_behaviour");
        Instant time = Instant.parse("2020-01-01T00:00:01Z");

        // When: one row beside a computed one, one in its place, and that one again
        store.append(view, List.of(behaviour(9, time, 4.25), behaviour(7, time, 1.0)));
        store.append(view, List.of(behaviour(7, time, 2.5)));

        // Then
        List<String> expected = List.of(
                "7 2020-01-01 00:00:01 2.5",
                "7 2020-01-01 00:00:03 4.1",
                "8 2020-01-01 00:00:03 1.0",
                "9 2020-01-01 00:00:01 4.25");
        assertThat(behaviourRows()).containsExactlyElementsOf(expected);

        // When: built by what changed, and from nothing
        store.build(line -> {});

        // Then
        assertThat(store.current().get("user_behaviour").pending()).isEmpty();
        assertThat(behaviourRows()).containsExactlyElementsOf(expected);
        store.build(true, line -> {});
        assertThat(behaviourRows()).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldPutManyFilesOfHandedRowsIntoOne() throws Exception {
        // Given
        store.build(line -> {});
        ViewDefinition view = definitions.get().view("user_behaviour");
        for (int i = 0; i < 21; i++) {
            store.append(view, List.of(behaviour(100 + i, Instant.parse("2020-01-01T00:00:01Z"), 3.0)));
        }

        // When
        store.build(line -> {});

        // Then
        assertThat(tables.only("SELECT count(*) || ' ' || sum(row_count) FROM features.offline_push"))
                .isEqualTo("1 21");
        assertThat(store.current().get("user_behaviour").pending()).isEmpty();
        assertThat(behaviourRows()).hasSize(24);
    }

    @Test
    void shouldComputeNothingAgainWhenNothingHasChanged() throws Exception {
        // Given
        List<OfflineBuild> before = store.build(line -> {});
        List<String> progress = new ArrayList<>();

        // When
        List<OfflineBuild> after = store.build(progress::add);

        // Then
        assertThat(progress)
                .startsWith("reading the catalogue", "keeping movie_metadata")
                .noneMatch(line -> line.startsWith("computing") || line.startsWith("updating"));
        for (int i = 1; i < before.size(); i++) {
            assertThat(after.get(i).objectKeys()).isEqualTo(before.get(i).objectKeys());
        }
    }

    private static EntityRow behaviour(long userId, Instant time, double mean) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("rating_count", 1L);
        values.put("rating_mean", mean);
        return new EntityRow(EntityKey.of("user_id", userId), new OnlineRow(time, values));
    }

    private List<String> behaviourRows() throws Exception {
        try (DuckDb duckDb = DuckDb.open(config)) {
            String rows = store.rows(definitions.get().view("user_behaviour"), store.current(), duckDb);
            return duckDb.texts("SELECT user_id || ' ' || event_timestamp || ' ' || rating_mean FROM " + rows
                    + " ORDER BY user_id, event_timestamp");
        }
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> features.ratings(List.of(MOVIE_COUNT)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'movie_rating_stats' has no offline rows yet; build the features first");
        store.build(line -> {});
        assertThatThrownBy(() -> features.ratings(List.of(FeatureReference.parse("movie_rating_stats:likes"))))
                .isInstanceOf(ProblemException.class)
                .hasMessage("there is no feature movie_rating_stats:likes");
        assertThatThrownBy(() -> features.ratings(List.of(FeatureReference.parse("user_history:ratings"))))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'features' must be of a view with offline rows, got: user_history");
        tables.execute("UPDATE features.offline_build SET version = 99 WHERE view = 'movie_rating_stats'");
        assertThatThrownBy(() -> features.ratings(List.of(MOVIE_COUNT)))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the rows of feature view 'movie_rating_stats' were built from version 99 of its definition,"
                                + " which is now at 1; build the features again");
    }

    @Test
    void shouldBuildFromAnEmptyCatalogue() throws Exception {
        // Given
        tables.clear();

        // When
        List<OfflineBuild> build = store.build(line -> {});

        // Then
        assertThat(build).extracting(OfflineBuild::rowCount).containsOnly(0L);
        assertThat(features.ratings(List.of(TITLE, USER_MEAN)).rows()).isZero();
    }

    private static double[] numbers(TrainingFrame frame, String feature) {
        return ((Column.Numeric) frame.features().get(feature)).values();
    }
}

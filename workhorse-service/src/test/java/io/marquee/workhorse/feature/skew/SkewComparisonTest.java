package io.marquee.workhorse.feature.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.skew.SkewReport.FeatureSkew;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkewComparisonTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant ROW = NOON.minusSeconds(3600);
    private static final FeatureView TASTE = view("taste", 2, key("user_id", ValueType.INT64));

    private final Map<String, @Nullable Object> truth = new HashMap<>(Map.of("mean", 4.0, "genre", "Drama"));
    private Set<RewrittenPast.Moment> rewritten = Set.of();
    private final SkewComparison comparison = new SkewComparison(
            new SkewPolicy(new Tolerance(1e-6), Duration.ofSeconds(10)),
            1,
            (view, rows, taker) -> rows.forEach(row -> taker.take(row, offline())),
            (joinKey, moments) -> rewritten);

    @Test
    void shouldCountEqualValuesAndSayHowFarOthersAreApart() throws Exception {
        // When
        comparison.add(
                List.of(
                        event("a", "factor_model", 2, Map.of("taste__mean", 4.0, "taste__genre", "Drama")),
                        event("b", "factor_model", 2, Map.of("taste__mean", 1.0, "taste__genre", "Drama")),
                        event("c", "movie_only", 2, Map.of("taste__mean", 2.0, "taste__genre", "Drama"))),
                List.of(TASTE));
        comparison.finish();

        // Then
        FeatureSkew mean = comparison.features().getFirst();
        assertThat(mean.feature()).isEqualTo("mean");
        assertThat(mean.compared()).isEqualTo(3);
        assertThat(mean.skewed()).isEqualTo(2);
        assertThat(mean.ratio()).isEqualTo(2.0 / 3);
        assertThat(mean.outcomes()).isEqualTo(Map.of(SkewOutcome.EQUAL, 1L, SkewOutcome.DIFFERING, 2L));
        assertThat(mean.coldStart()).isEqualTo(Map.of(SkewOutcome.DIFFERING, 1L));
        assertThat(mean.maxDifference()).isEqualTo(3.0);
        assertThat(mean.meanDifference()).isEqualTo(5.0 / 3);
        assertThat(mean.examples())
                .containsExactly(new SkewReport.Example(SkewOutcome.DIFFERING, "b", NOON, "user_id 7", ROW, 1.0, 4.0));
        FeatureSkew genre = comparison.features().getLast();
        assertThat(genre.feature()).isEqualTo("genre");
        assertThat(genre.ratio()).isZero();
        assertThat(genre.maxDifference()).isNull();
        assertThat(comparison.events()).isEqualTo(3);
        assertThat(comparison.answers()).isEqualTo(Map.of(AnswerKind.MODEL, 2L, AnswerKind.COLD_START, 1L));
    }

    @Test
    void shouldCompareAUsersRowOnceHoweverManyMoviesAreAskedFor() throws Exception {
        // Given
        ModelPrediction three = personal(
                "a",
                Map.of("movie_id", List.of(1, 2, 2), "taste__mean", List.of(4.0, 4.0, 4.0)),
                Map.of("taste", new FeatureRows(2, List.of(ROW, ROW, ROW))));

        // When
        comparison.add(List.of(three), List.of(TASTE));
        comparison.finish();

        // Then
        assertThat(comparison.features().getFirst().compared()).isEqualTo(1);
        assertThat(comparison.answers()).isEqualTo(Map.of(AnswerKind.MODEL, 3L));
    }

    @Test
    void shouldTellEntitiesOfSeveralKeysApart() throws Exception {
        // Given: three movies of two genres for one user, and an event that does not say the genres
        FeatureView byGenre = view("by_genre", 2, key("user_id", ValueType.INT64), key("genre", ValueType.STRING));
        Map<String, FeatureRows> rows = Map.of("by_genre", new FeatureRows(2, List.of(ROW, ROW, ROW)));
        ModelPrediction told = personal(
                "told",
                Map.of(
                        "movie_id",
                        List.of(1, 2, 3),
                        "genre",
                        List.of("War", "Drama", "War"),
                        "by_genre__mean",
                        List.of(4.0, 2.0, 4.0)),
                rows);
        ModelPrediction untold = personal(
                "untold", Map.of("movie_id", List.of(1, 2, 3), "by_genre__mean", List.of(1.0, 1.0, 1.0)), rows);

        // When
        comparison.add(List.of(told, untold), List.of(byGenre));
        comparison.finish();

        // Then
        FeatureSkew mean = comparison.features().getFirst();
        assertThat(mean.outcomes()).isEqualTo(Map.of(SkewOutcome.EQUAL, 1L, SkewOutcome.DIFFERING, 1L));
        assertThat(mean.examples().getFirst().entity()).isEqualTo("user_id 7, genre Drama");
    }

    @Test
    void shouldNotCompareWhatTellsNothing() throws Exception {
        // Given
        rewritten = Set.of(new RewrittenPast.Moment(TestPredictions.USER, NOON));

        // When
        comparison.add(
                List.of(
                        event("changed", "factor_model", 2, Map.of("taste__mean", 1.0)),
                        event("other version", "factor_model", 1, Map.of("taste__mean", 1.0)),
                        TestPredictions.of("degraded", NOON, "degraded", Map.of(), Map.of())),
                List.of(TASTE));
        comparison.finish();

        // Then
        FeatureSkew mean = comparison.features().getFirst();
        assertThat(mean.compared()).isZero();
        assertThat(mean.ratio()).isZero();
        assertThat(mean.outcomes()).isEqualTo(Map.of(SkewOutcome.REWRITTEN, 1L));
        assertThat(mean.otherVersion()).isEqualTo(1);
        assertThat(mean.examples()).isEmpty();
        assertThat(comparison.answers()).isEqualTo(Map.of(AnswerKind.MODEL, 2L, AnswerKind.DEGRADED, 1L));
    }

    @Test
    void shouldLeaveAsideEventsThatDoNotSayWhichRowsTheyUsed() throws Exception {
        // When
        comparison.add(
                List.of(TestPredictions.of("old", NOON, "factor_model", Map.of("taste__mean", 1.0), Map.of())),
                List.of(TASTE));
        comparison.finish();

        // Then
        assertThat(comparison.features()).isEmpty();
    }

    private Map<String, SkewPolicy.Offline> offline() {
        Map<String, SkewPolicy.Offline> values = new HashMap<>();
        truth.forEach((feature, value) -> values.put(feature, new SkewPolicy.Offline(value, value, value)));
        return values;
    }

    private static ModelPrediction event(
            String id, String method, int version, Map<String, @Nullable Object> features) {
        return TestPredictions.of(
                id, NOON, method, features, Map.of("taste", new FeatureRows(version, Collections.singletonList(ROW))));
    }

    /** Three predictions for user 7. */
    private static ModelPrediction personal(
            String id, Map<String, List<@Nullable Object>> columns, Map<String, FeatureRows> rows) {
        return new ModelPrediction(
                id,
                NOON,
                "controltower",
                "personal-rating",
                "1",
                7L,
                columns,
                List.of(3.0, 3.0, 3.0),
                List.of(),
                1.0,
                Map.of(),
                null,
                null,
                rows);
    }

    private static JoinKey key(String column, ValueType type) {
        return new JoinKey(column.replace("_id", ""), column, type);
    }

    private static FeatureView view(String name, int version, JoinKey... keys) {
        return new FeatureView(
                name,
                version,
                List.of(keys),
                List.of(
                        new FeatureField("mean", ValueType.DOUBLE, "", null, null),
                        new FeatureField("genre", ValueType.STRING, "", null, null)),
                Duration.ZERO,
                "data",
                "",
                Map.of(),
                "SELECT 1");
    }
}

package io.marquee.workhorse.feature.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.HashField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturePlannerTest {

    private final FeaturePlanner planner = new FeaturePlanner(TestServing.definitions(), "project");

    @Test
    void shouldReadViewsOfTheSameJoinKeysTogether() {
        // When
        FeaturePlan plan =
                plan(true, "user_stats:rating_mean", "user_genre:affinity", "user_recent:clicks", "user_stats:level");

        // Then
        assertThat(plan.hashes()).hasSize(2);
        assertThat(plan.hashes().getFirst().fields())
                .containsExactly(
                        HashField.ofFeature("user_stats", "rating_mean"),
                        HashField.ofFeature("user_stats", "level"),
                        HashField.ofTimestamp("user_stats"),
                        HashField.ofFeature("user_recent", "clicks"),
                        HashField.ofTimestamp("user_recent"));
        assertThat(plan.views())
                .containsExactly(
                        new FeaturePlan.View("user_stats", 0, 2, 0),
                        new FeaturePlan.View("user_genre", 1, 1, 0),
                        new FeaturePlan.View("user_recent", 0, 4, 3600));
        assertThat(plan.columns())
                .containsExactly(
                        new FeaturePlan.Column("user_stats__rating_mean", 0, 0),
                        new FeaturePlan.Column("user_stats__level", 0, 1),
                        new FeaturePlan.Column("user_genre__affinity", 1, 0),
                        new FeaturePlan.Column("user_recent__clicks", 2, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_stats:nothing | INVALID | Feature nothing not found in feature view user_stats",
                "nothing:level | VIEW_NOT_FOUND | Feature view nothing does not exist in project project",
                "level | INVALID | Invalid feature reference 'level'.",
                "user_stats@v2:level | INVALID | Version-qualified ref 'user_stats@v2' not supported",
            })
    void shouldRefuseWhatIsNotKnown(String reference, ServingException.Kind kind, String message) {
        assertThatThrownBy(() -> plan(false, reference)).isInstanceOfSatisfying(ServingException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageStartingWith(message);
        });
    }

    @Test
    void shouldTakeTheLatestVersionWhenItIsAskedForByThatName() {
        assertThat(plan(false, "user_stats@latest:level").columns()).hasSize(1);
    }

    @Test
    void shouldRefuseTwoFeaturesOfOneName() {
        assertThatThrownBy(() -> plan(false, "user_stats:level", "user_stats:level"))
                .isInstanceOfSatisfying(ServingException.class, e -> assertThat(e.kind())
                        .isEqualTo(ServingException.Kind.NAME_COLLISION))
                .hasMessageStartingWith("Duplicate features named level found.");
    }

    @Test
    void shouldTakeEntityNamesForJoinKeysAndPassOverOtherColumns() {
        // Given
        Map<String, List<@Nullable Object>> given = new LinkedHashMap<>();
        given.put("note", list("a", "b"));
        given.put("device_id", list(5L, 6L));
        given.put("user", list(1L, 2L));

        // When
        List<EntityColumn> columns = plan(false, "user_stats:level").entities(given);

        // Then
        assertThat(columns).extracting(EntityColumn::joinKey).containsExactly("device_id", "user_id");
        assertThat(columns.get(0).values()).containsExactly(5, 6);
        assertThat(columns.get(1).values()).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "1", "1.5", "true", "null", "NaN"})
    void shouldRefuseValuesOfAnotherType(String value) {
        // Given
        Object typed =
                switch (value) {
                    case "1.5" -> 1.5;
                    case "true" -> true;
                    case "NaN" -> Double.NaN;
                    default -> value;
                };

        // Then
        assertThatThrownBy(() -> plan(false, "user_stats:level")
                        .entities(Map.of("user_id", list(1L, value.equals("null") ? null : typed))))
                .isInstanceOf(ServingException.class)
                .hasMessageStartingWith("entity 'user_id', row 1: ")
                .hasMessageEndingWith(" is not of type INT64");
    }

    @Test
    void shouldRefuseNumbersThatDoNotFitTheKey() {
        assertThatThrownBy(() -> plan(false, "device_stats:uses").entities(Map.of("device_id", list(2_147_483_648L))))
                .hasMessage("entity 'device_id', row 0: 2147483648 is not of type INT32");
    }

    @Test
    void shouldRefuseEntitiesThatMakeNoRows() {
        FeaturePlan plan = plan(false, "user_genre:affinity");

        assertThatThrownBy(() -> plan.entities(Map.of()))
                .hasMessageStartingWith("Missing join key values for keys: [genre, user_id].");
        assertThatThrownBy(() -> plan.entities(Map.of("user_id", list(1L))))
                .hasMessageStartingWith("Missing join key values for keys: [genre].");
        assertThatThrownBy(() -> plan.entities(Map.of("user_id", list(), "genre", list())))
                .hasMessageStartingWith("Missing join key values for keys: [genre, user_id].");
        assertThatThrownBy(() -> plan.entities(Map.of("user_id", list(1L, 2L), "genre", list("a"))))
                .hasMessage("All entity rows must have the same columns.");
    }

    private FeaturePlan plan(boolean fullNames, String... references) {
        List<FeatureReference> features =
                Stream.of(references).map(FeaturePlanner::reference).toList();
        return planner.plan(features, fullNames);
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }
}

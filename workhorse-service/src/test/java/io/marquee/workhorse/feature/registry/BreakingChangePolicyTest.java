package io.marquee.workhorse.feature.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.registry.BreakingChangePolicy.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakingChangePolicyTest {

    private static final DefinitionChange MEAN_GONE = DefinitionChange.breaking(
            ObjectKind.FIELD,
            "stats:rating_mean",
            DefinitionChange.Action.REMOVED,
            "it is gone",
            true,
            Set.of(FeatureReference.parse("stats:rating_mean")));

    private static final DefinitionChange SERVICE_GONE = DefinitionChange.breaking(
            ObjectKind.SERVICE,
            "rating",
            DefinitionChange.Action.REMOVED,
            "it is gone",
            false,
            Set.of(FeatureReference.parse("stats:rating_count")));

    @ParameterizedTest
    @CsvSource({
        "champion, None, true",
        "challenger, None, true",
        "candidate, None, false",
        ", None, false",
        ", Archived, false",
        ", Production, true",
        ", Staging, true"
    })
    void shouldRefuseToBreakWhatALiveModelUses(String alias, String stage, boolean live) {
        // Given
        ModelUse use = use(alias == null ? Set.of() : Set.of(alias), stage, null, "stats:rating_mean");

        // When
        Decision decision = BreakingChangePolicy.decide(List.of(MEAN_GONE), List.of(use));

        // Then
        assertThat(decision)
                .isEqualTo(
                        live
                                ? new Decision.Refuse(
                                        List.of("field 'stats:rating_mean': it is gone, but stars/4 uses it"))
                                : new Decision.Allow());
    }

    @Test
    void shouldAllowWhatNoLiveModelUses() {
        // Given
        ModelUse other = use(Set.of("champion"), "None", "rating", "stats:rating_count");
        DefinitionChange description = DefinitionChange.compatible(
                ObjectKind.FIELD,
                "stats:rating_count",
                DefinitionChange.Action.CHANGED,
                "its description changes",
                false);

        // When / Then
        assertThat(BreakingChangePolicy.decide(List.of(MEAN_GONE, description), List.of(other)))
                .isEqualTo(new Decision.Allow());
        assertThat(BreakingChangePolicy.decide(List.of(MEAN_GONE), List.of())).isEqualTo(new Decision.Allow());
    }

    @Test
    void shouldKeepAServiceForThoseWhoNamedItAlone() {
        // Given
        ModelUse byService = use(Set.of("champion"), "None", "rating", "stats:rating_count");
        ModelUse byFeatures = use(Set.of("champion"), "None", null, "stats:rating_count");

        // When / Then
        assertThat(BreakingChangePolicy.decide(List.of(SERVICE_GONE), List.of(byService, byFeatures)))
                .isEqualTo(new Decision.Refuse(List.of("service 'rating': it is gone, but stars/4 uses it")));
        assertThat(BreakingChangePolicy.decide(List.of(SERVICE_GONE), List.of(byFeatures)))
                .isEqualTo(new Decision.Allow());
    }

    static ModelUse use(Set<String> aliases, String stage, String service, String... features) {
        return new ModelUse(
                "stars",
                4,
                aliases,
                stage,
                Instant.EPOCH,
                service,
                List.of(features).stream().map(FeatureReference::parse).toList(),
                Map.of("stats", 1));
    }
}

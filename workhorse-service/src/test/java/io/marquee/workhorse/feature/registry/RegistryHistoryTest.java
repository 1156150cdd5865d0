package io.marquee.workhorse.feature.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryHistoryTest {

    private final List<ObjectVersion> history = new ArrayList<>();
    private long revision;

    @Test
    void shouldBeginWithTheVersionsOfTheFiles() {
        // When
        List<String> beginning = apply(new TestDefinitions());

        // Then
        assertThat(beginning)
                .containsExactlyInAnyOrder(
                        "entity genre 1",
                        "entity movie 1",
                        "source movies 1",
                        "source ratings 1",
                        "view stats 1",
                        "view metadata 3",
                        "service rating 1");
        assertThat(apply(new TestDefinitions())).isEmpty();
    }

    @Test
    void shouldRaiseAViewsVersionWhenItsRowsChangeAndNotForWords() {
        // Given
        apply(new TestDefinitions());

        // When / Then
        assertThat(apply(new TestDefinitions().with("stats.yaml", "How it is rated.", "Ratings in numbers.")))
                .containsExactly("view stats 1");
        assertThat(apply(new TestDefinitions().with("stats.yaml", "FROM ratings", "FROM ratings WHERE true")))
                .containsExactly("view stats 2");
        assertThat(apply(new TestDefinitions().with("stats.yaml", "version: 1", "version: 7")))
                .containsExactly("view stats 7");
        assertThat(apply(new TestDefinitions().with("sources.yaml", "Movies.", "Films.")))
                .containsExactly("source movies 2");
    }

    @Test
    void shouldGiveAViewThatComesBackAVersionThatItNeverHad() {
        // Given
        apply(new TestDefinitions());
        apply(new TestDefinitions().with("stats.yaml", "FROM ratings", "FROM ratings WHERE true"));

        // When / Then
        assertThat(apply(new TestDefinitions())).as("a roll back").contains("view stats 3");
        assertThat(apply(new TestDefinitions()
                        .without("stats.yaml")
                        .with("services.yaml", "{view: stats, features: [rating_mean]}, ", "")))
                .containsExactlyInAnyOrder("view stats 3 gone", "service rating 2");
        assertThat(apply(new TestDefinitions())).containsExactlyInAnyOrder("view stats 4", "service rating 3");
        assertThat(new RegistryHistory(history).viewVersions(2)).isEqualTo(Map.of("stats", 2, "metadata", 3));
        assertThat(new RegistryHistory(history).viewVersions(5)).isEqualTo(Map.of("stats", 4, "metadata", 3));
    }

    /** Applies definitions as the registry does; what begins with it. */
    private List<String> apply(TestDefinitions definitions) {
        FeatureDefinitions numbered = new RegistryHistory(history).numbered(definitions.read());
        List<ObjectVersion> beginning = new RegistryHistory(history)
                .beginning(numbered, new RegistryRevision(++revision, "hash", "me", "", Instant.EPOCH));
        history.addAll(beginning);
        return beginning.stream()
                .map(version -> version.kind().word() + " " + version.name() + " " + version.version()
                        + (version.isGone() ? " gone" : ""))
                .toList();
    }
}

package io.marquee.workhorse.feature.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionDiffTest {

    private static final FeatureDefinitions BEFORE = new TestDefinitions().read();

    @Test
    void shouldSeeNoChangeInTheSameDefinitions() {
        assertThat(DefinitionDiff.between(BEFORE, new TestDefinitions().read())).isEmpty();
        assertThat(DefinitionDiff.between(
                        BEFORE,
                        new TestDefinitions()
                                .with("stats.yaml", "{stage: test, area: movies}", "{area: movies, stage: test}")
                                .with("stats.yaml", "ttl: 12h", "ttl: 720m")
                                .read()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "entities.yaml|A genre.|Genres.|entity genre changed: its description changes",
                "entities.yaml|type: STRING|type: BYTES|entity genre changed, breaking: its key changes from genre STRING to genre BYTES: no row of it can be found any more;"
                        + "view metadata changed, rebuild, breaking: its keys change from [movie_id INT64, genre STRING] to [movie_id INT64, genre BYTES]",
                "sources.yaml|catalog.ratings|catalog.likes|source ratings changed: different: [table]",
                "sources.yaml|Movies.|All movies.|source movies changed: different: [description]",
                "stats.yaml|online_ttl: forever|online_ttl: 9d|view stats changed: different: [online_ttl]",
                "stats.yaml|stage: test|stage: core|view stats changed: different: [tags]",
                "stats.yaml|version: 1|version: 2|view stats changed, rebuild: its version goes from 1 to 2",
                "stats.yaml|* FROM ratings|* FROM ratings WHERE true|view stats changed, rebuild: it is computed differently",
                "stats.yaml|entities: [movie]|entities: [movie, genre]|view stats changed, rebuild, breaking: its keys change from [movie_id INT64] to [movie_id INT64, genre STRING]",
                "stats.yaml|owner: data|offline: false\\nowner: data|view stats changed, rebuild, breaking: it has no rows for training any more",
                "stats.yaml|min: 0,|min: 1,|field stats:rating_count changed: its valid range changes",
                "stats.yaml|Mean.|The mean.|field stats:rating_mean changed: its description changes",
                "stats.yaml|type: INT64|type: INT32|field stats:rating_count changed, rebuild, breaking: its type changes from INT64 to INT32",
                "metadata.yaml|name: title|name: label|field metadata:label added, rebuild: it is new;field metadata:title removed, rebuild, breaking: it is gone;"
                        + "service rating changed, breaking: it gives no [metadata:title] any more",
                "services.yaml|A rating.|Ratings.|service rating changed: different: [description]",
                "services.yaml|[rating_mean]|[rating_mean, rating_count]|service rating changed: different: [features]",
                "services.yaml|[rating_mean]|[rating_count]|service rating changed, breaking: it gives no [stats:rating_mean] any more",
                "services.yaml|name: rating|name: stars|service rating removed, breaking: it is gone;service stars added: it is new",
            })
    void shouldNameAndClassEachChange(String file, String right, String changed, String changes) {
        // Given
        FeatureDefinitions after = new TestDefinitions()
                .with(file, right, changed.translateEscapes())
                .read();

        // When
        List<DefinitionChange> found = DefinitionDiff.between(BEFORE, after);

        // Then
        assertThat(found.stream().map(DefinitionDiffTest::text).collect(Collectors.joining(";")))
                .isEqualTo(changes);
    }

    @Test
    void shouldSeeViewsAndSourcesComeAndGo() {
        // Given
        FeatureDefinitions fewer = new TestDefinitions()
                .without("metadata.yaml")
                .with("services.yaml", ", {view: metadata}", "")
                .with(
                        "sources.yaml",
                        "  - {name: movies, type: table, table: catalog.movies, description: Movies., owner: data}\n",
                        "")
                .read();

        // When
        List<DefinitionChange> gone = DefinitionDiff.between(BEFORE, fewer);
        List<DefinitionChange> back = DefinitionDiff.between(fewer, BEFORE);
        RegistryPlan plan = new RegistryPlan(1, gone, new BreakingChangePolicy.Decision.Allow());

        // Then
        assertThat(gone.stream().map(DefinitionDiffTest::text))
                .containsExactly(
                        "source movies removed: nothing is computed from it",
                        "view metadata removed, breaking: it is gone",
                        "service rating changed, breaking: it gives no [metadata:title] any more");
        assertThat(gone.get(1).broken()).containsExactly(FeatureReference.parse("metadata:title"));
        assertThat(plan.removedViews()).containsExactly("metadata");
        assertThat(plan.changedViews()).isEmpty();
        assertThat(plan.rebuilds()).isEmpty();
        assertThat(back.stream().map(DefinitionDiffTest::text))
                .containsExactly(
                        "source movies added: it is new",
                        "view metadata added, rebuild: it is new",
                        "service rating changed: different: [features]");
        assertThat(new RegistryPlan(1, back, new BreakingChangePolicy.Decision.Allow()).rebuilds())
                .containsExactly("metadata");
    }

    private static String text(DefinitionChange change) {
        return change.kind().word() + " " + change.name() + " "
                + change.action().word()
                + (change.rebuild() ? ", rebuild" : "") + (change.breaking() ? ", breaking" : "") + ": "
                + change.reason();
    }
}

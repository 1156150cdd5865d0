package io.marquee.workhorse.feature.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.registry.Lineage.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineageTest {

    private static final Lineage LINEAGE = Lineage.of(
            new TestDefinitions().read(),
            List.of(
                    BreakingChangePolicyTest.use(Set.of(), "None", "rating", "stats:rating_mean"),
                    new ModelUse(
                            "old",
                            1,
                            Set.of(),
                            "None",
                            Instant.EPOCH,
                            null,
                            List.of(
                                    FeatureReference.parse("stats:rating_count"),
                                    FeatureReference.parse("gone:feature")),
                            Map.of())));

    @Test
    void shouldLeadFromSourcesOverViewsAndServicesToModels() {
        assertThat(LINEAGE.nodes().stream().map(Node::toString))
                .containsExactly(
                        "source:movies",
                        "source:ratings",
                        "view:gone",
                        "view:metadata",
                        "view:stats",
                        "service:rating",
                        "model:old/1",
                        "model:stars/4");
        assertThat(LINEAGE.edges().stream().map(edge -> edge.from() + " " + edge.to()))
                .containsExactly(
                        "source:movies view:metadata",
                        "source:ratings view:stats",
                        "view:gone model:old/1",
                        "view:metadata service:rating",
                        "view:stats service:rating",
                        "view:stats model:old/1",
                        "service:rating model:stars/4");
    }

    @Test
    void shouldSayWhatANodeIsMadeOfAndWhatIsMadeOfIt() {
        // When
        Lineage around = LINEAGE.around(Node.parse("view:stats"));

        // Then
        assertThat(around.nodes().stream().map(Node::toString))
                .containsExactly("source:ratings", "view:stats", "service:rating", "model:old/1", "model:stars/4");
        assertThat(around.edges().stream().map(edge -> edge.from() + " " + edge.to()))
                .containsExactly(
                        "source:ratings view:stats",
                        "view:stats service:rating",
                        "view:stats model:old/1",
                        "service:rating model:stars/4");
        assertThat(LINEAGE.around(Node.parse("model:stars/4")).nodes()).hasSize(6);
        assertThat(LINEAGE.around(Node.parse("source:movies")).nodes().stream().map(Node::toString))
                .containsExactly("source:movies", "view:metadata", "service:rating", "model:stars/4");
    }

    @Test
    void shouldRefuseNodesThatAreNotThere() {
        assertThatThrownBy(() -> LINEAGE.around(Node.parse("view:nothing")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("there is no lineage of view:nothing");
        assertThatThrownBy(() -> Node.parse("stats"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be source:, view:, service: or model: with a name");
    }
}

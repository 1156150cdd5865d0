package io.marquee.workhorse.feature.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.definition.Aggregation;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.stream.StreamSweeper.Gap;
import io.marquee.workhorse.feature.stream.aggregate.AggregationPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSweeperTest {

    private static final JoinKey USER = new JoinKey("user", "user_id", ValueType.INT64);

    /** Hops of a minute, windows of one and of ten minutes. */
    private static final StreamView VIEW = view(60, 60, 600);

    @Test
    void shouldFindTheHopsThatHaveLeftAWindow() {
        // When: from 10:00 to 12:30 by the clock of the hops
        List<Gap> gaps = StreamSweeper.gaps(List.of(VIEW), 600, 750);

        // Then: at 660 the hop of 600 left the short window and that of 60 the long one, at 720 the next of each
        assertThat(gaps).containsExactly(new Gap(600, 720), new Gap(60, 180));
    }

    @Test
    void shouldFindNoneWithinAHop() {
        assertThat(StreamSweeper.gaps(List.of(VIEW), 600, 659)).isEmpty();
    }

    @Test
    void shouldNotLookTwiceForTwoViewsOfTheSameWindows() {
        assertThat(StreamSweeper.gaps(List.of(VIEW, view(60, 60)), 600, 660))
                .containsExactly(new Gap(600, 660), new Gap(60, 120));
    }

    private static StreamView view(long hop, long... windows) {
        List<Aggregation> aggregations = java.util.stream.LongStream.of(windows)
                .mapToObj(window -> new Aggregation(
                        "events_" + window,
                        Aggregation.Function.COUNT,
                        null,
                        null,
                        Map.of(),
                        Duration.ofSeconds(window),
                        null,
                        "events"))
                .toList();
        Computation.Aggregations computation =
                new Computation.Aggregations("interactions", Duration.ofSeconds(hop), aggregations);
        FeatureView view = new FeatureView(
                "view",
                1,
                List.of(USER),
                List.of(new FeatureField("events", ValueType.INT64, "events", null, null)),
                Duration.ZERO,
                "test",
                "test",
                Map.of(),
                "SELECT 1");
        return new StreamView(
                new ViewDefinition(view, computation, List.of("interactions"), null, false, Duration.ZERO),
                AggregationPlan.of(List.of(USER), computation));
    }
}

package io.marquee.workhorse.feature.stream.aggregate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.definition.Aggregation;
import io.marquee.workhorse.feature.definition.Aggregation.Function;
import io.marquee.workhorse.feature.definition.Computation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregationPlanTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void shouldRefuseWhatIsNotKept() {
        assertRefused(
                "only events of 'interactions' are kept and can be aggregated, not those of 'clicks'",
                List.of(EventHistories.USER),
                new Computation.Aggregations("clicks", DAY, List.of(of(Function.COUNT, null, null, DAY))));
        assertRefused(
                "feature 'f' needs a 'window': events are not kept for ever, so there is no aggregate of all of them",
                of(Function.LATEST, "rating", ValueType.DOUBLE, null));
        assertRefused(
                "feature 'f': a standard deviation is not kept for a stream",
                of(Function.STDDEV, "rating", ValueType.DOUBLE, DAY));
    }

    @Test
    void shouldRefuseWhatIsNoQuantity() {
        assertRefused(
                "feature 'f': a sum is made of numbers, and 'movie_id' is none",
                of(Function.SUM, "movie_id", ValueType.INT64, DAY));
        assertRefused(
                "column 'occurred_at' is not one of those that events are aggregated by: [event_id, user_id, movie_id,"
                        + " interaction_type, rating, duration_seconds]",
                of(Function.MAX, "occurred_at", ValueType.UNIX_TIMESTAMP, DAY));
    }

    @Test
    void shouldRefuseEntitiesThatEventsAreNotOf() {
        JoinKey genre = new JoinKey("genre", "genre", ValueType.STRING);
        Computation.Aggregations count =
                new Computation.Aggregations("interactions", DAY, List.of(of(Function.COUNT, null, null, DAY)));
        assertRefused(
                "aggregates of events are kept for one entity, got: [user, genre]",
                List.of(EventHistories.USER, genre),
                count);
        assertRefused(
                "column 'genre' is not one of those that events are aggregated by: [event_id, user_id, movie_id,"
                        + " interaction_type, rating, duration_seconds]",
                List.of(genre),
                count);
    }

    private static Aggregation of(
            Function function, @Nullable String column, @Nullable ValueType type, @Nullable Duration window) {
        return new Aggregation("f", function, column, type, Map.of(), window, null, "f");
    }

    private static void assertRefused(String message, Aggregation aggregation) {
        assertRefused(
                message,
                List.of(EventHistories.USER),
                new Computation.Aggregations("interactions", Duration.ofMinutes(5), List.of(aggregation)));
    }

    private static void assertRefused(String message, List<JoinKey> joinKeys, Computation.Aggregations aggregations) {
        assertThatThrownBy(() -> AggregationPlan.of(joinKeys, aggregations))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

package io.marquee.workhorse.feature.stream.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.definition.Computation;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row that is kept by adding events is the row that the query gives for the same time, to the last digit. */
class AggregationParityTest {

    private static final Computation.Aggregations DEFINED = EventHistories.EVERYTHING;
    private static final AggregationPlan PLAN = AggregationPlan.of(List.of(EventHistories.USER), DEFINED);
    private static final String QUERY = new AggregationQuery().query(List.of(EventHistories.USER), DEFINED);

    /** Events come in by time; before and after each of them, and at each border of a hop, rows are compared. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldShowAtEveryMomentWhatTheQueryGivesForIt(long seed) throws SQLException {
        // Given
        List<StreamEvent> events = EventHistories.random(seed, 150, 3, 20);
        long end = EventHistories.START + 40 * 60;
        Map<Long, TreeMap<Long, Map<String, @Nullable Object>>> offline = OfflineRows.of(QUERY, events);
        List<StreamEvent> byTime = events.stream()
                .sorted(Comparator.comparingLong(StreamEvent::occurredAtMicros))
                .toList();

        // When
        Map<Long, EntityAggregate> online = new HashMap<>();
        int next = 0;
        int compared = 0;
        for (long now = EventHistories.START - 1; now <= end; now++) {
            // What has happened before this second is known when it begins.
            while (next < byTime.size() && byTime.get(next).second() < now) {
                StreamEvent event = byTime.get(next++);
                online.computeIfAbsent(event.userId(), id -> new EntityAggregate(PLAN))
                        .add(event);
            }
            for (Map.Entry<Long, EntityAggregate> entity : online.entrySet()) {
                if (now % 7 == 0 || offline.get(entity.getKey()).containsKey(now)) {
                    OnlineRow row = entity.getValue().row(now);
                    Map.Entry<Long, Map<String, @Nullable Object>> expected =
                            offline.get(entity.getKey()).floorEntry(now);

                    // Then
                    assertThat(row.eventTimestamp().getEpochSecond())
                            .as("time of the row of user %s at %s", entity.getKey(), now)
                            .isEqualTo(expected.getKey());
                    assertThat(row.values())
                            .as("row of user %s at %s", entity.getKey(), now)
                            .isEqualTo(expected.getValue());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    /** In whatever order events come in, and however long they are on their way, the row ends up the same. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void shouldNotDependOnTheOrderOfEvents(long seed) throws SQLException {
        // Given
        List<StreamEvent> events = EventHistories.random(seed, 120, 2, 25);
        long[] moments = {
            EventHistories.START + 12 * 60,
            EventHistories.START + 25 * 60 + 17,
            EventHistories.START + 29 * 60,
            EventHistories.START + 50 * 60
        };
        Map<Long, EntityAggregate> online = new HashMap<>();
        Map<Long, Long> last = new HashMap<>();
        int known = 0;
        for (int i = 0; i < moments.length; i++) {
            // Given
            int upTo = events.size() * (i + 1) / moments.length;
            for (; known < upTo; known++) {
                StreamEvent event = events.get(known);
                last.merge(event.userId(), event.second(), Math::max);
                online.computeIfAbsent(event.userId(), id -> new EntityAggregate(PLAN))
                        .add(event);
            }

            // When
            Map<Long, TreeMap<Long, Map<String, @Nullable Object>>> offline =
                    OfflineRows.of(QUERY, events.subList(0, upTo));

            // Then
            for (Map.Entry<Long, EntityAggregate> entity : online.entrySet()) {
                OnlineRow row = entity.getValue().row(moments[i]);
                Map.Entry<Long, Map<String, @Nullable Object>> newest =
                        offline.get(entity.getKey()).floorEntry(Math.max(moments[i], last.get(entity.getKey()) + 1));
                assertThat(row.eventTimestamp().getEpochSecond())
                        .as("user %s, moment %s", entity.getKey(), i)
                        .isEqualTo(newest.getKey());
                assertThat(row.values())
                        .as("user %s, moment %s", entity.getKey(), i)
                        .isEqualTo(newest.getValue());
            }
        }
    }
}

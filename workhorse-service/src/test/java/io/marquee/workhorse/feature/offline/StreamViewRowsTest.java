package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.HistoricalFeatures;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.stream.aggregate.AggregationPlan;
import io.marquee.workhorse.feature.stream.aggregate.EntityAggregate;
import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views of the stream for training: from the table of events, through a build, to a join. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class StreamViewRowsTest {

    /** Middle of a December, so that windows reach into another year. */
    private static final long START = Instant.parse("2023-12-15T00:00:00Z").getEpochSecond();

    private static final int DAYS = 25;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    OfflineStore store;

    @Inject
    HistoricalRetrieval history;

    @Inject
    HistoricalFeatures features;

    @Inject
    ActiveDefinitions definitions;

    @Inject
    FeatureConfig config;

    private CatalogueTables tables;

    @BeforeEach
    void catalogue() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.offline_partition, features.offline_source,"
                + " features.offline_push");
    }

    @Test
    void shouldJoinAtAnyMomentTheRowThatTheStreamHadShownThen() throws Exception {
        // Given
        Random random = new Random(4);
        List<StreamEvent> events = events(random, 150);
        insert(events, Instant.now());
        store.build(line -> {});

        for (String view : List.of("user_activity", "movie_popularity")) {
            // When
            ViewDefinition definition = definitions.get().view(view);
            List<List<Object>> moments = moments(random, events, view.startsWith("user") ? 8 : 6);
            Map<Integer, Map<String, @Nullable Object>> joined = join(definition, moments);

            // Then
            int present = 0;
            for (int i = 0; i < moments.size(); i++) {
                long entity = (Long) moments.get(i).get(1);
                long second = Instant.parse((String) moments.get(i).get(2)).getEpochSecond();
                Map<String, @Nullable Object> online = online(definition, entity, second, events);
                assertThat(joined.get(i))
                        .as("%s of %d at %s", view, entity, moments.get(i).get(2))
                        .isEqualTo(online);
                present += online.values().stream().anyMatch(value -> value != null) ? 1 : 0;
            }
            assertThat(present).isGreaterThan(150);
            assertThat(store.current().get(view).partitions())
                    .extracting(OfflineBuild.Partition::period)
                    .containsExactly("2023", "2024");
        }
    }

    @Test
    void shouldKeepRowsOfEventsThatTheDatabaseHasForgotten() throws Exception {
        // Given: an old event, that was stored long ago, one of which nobody knows any more why it went, and a new one
        long user = 5;
        insert(List.of(click("old", user, 1, START)), Instant.ofEpochSecond(START));
        insert(List.of(click("wrong", user, 2, START + 60)), Instant.now());
        store.build(line -> {});

        // When
        tables.execute("DELETE FROM catalog.interaction_events");
        insert(List.of(click("new", user, 3, START + 120)), Instant.now());
        store.build(line -> {});

        // Then
        assertThat(recentClicks(user)).isEqualTo(List.of(3L, 1L));
        store.build(true, line -> {});
        assertThat(recentClicks(user)).isEqualTo(List.of(3L, 1L));
    }

    @Test
    void shouldTrainOnViewsOfTheStreamAndNotTakeTheFutureForThePresent() throws Exception {
        // Given: an event of an hour ago, which will have left the window of a day tomorrow
        long hourAgo = Instant.now().getEpochSecond() - 3600;
        insert(List.of(click("a", 7, 1, hourAgo), click("b", 7, 1, hourAgo - 40 * 86_400)), Instant.now());
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'One', 'standard')");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES"
                + " (7, 1, 4, to_timestamp(" + (hourAgo - 20 * 86_400) + "), 'standard')");
        store.build(line -> {});
        List<FeatureReference> wanted = List.of(
                FeatureReference.parse("user_activity:clicks_1d"),
                FeatureReference.parse("movie_popularity:clicks_7d"),
                FeatureReference.parse("user_activity:clicks_1h"));

        // When
        TrainingFrame labelled = features.ratings(wanted);
        TrainingFrame current = features.ratingsWithCurrentFeatures(wanted);

        // Then
        assertThat(numbers(labelled)).containsExactly(0.0, 0.0, 0.0);
        assertThat(numbers(current).subList(0, 2)).containsExactly(1.0, 1.0);
        assertThat(tables.only("SELECT (sum(row_count) > 4)::text FROM features.offline_partition"
                        + " WHERE view = 'user_activity'"))
                .isEqualTo("true");
    }

    private static List<Double> numbers(TrainingFrame frame) {
        return frame.features().values().stream()
                .map(column -> ((TrainingFrame.Column.Numeric) column).values()[0])
                .toList();
    }

    private @Nullable Object recentClicks(long user) throws Exception {
        return join(
                        definitions.get().view("user_activity"),
                        List.of(List.of(
                                0, user, Instant.ofEpochSecond(START + 200).toString())))
                .get(0)
                .get("recent_clicks");
    }

    /** Rows of a frame by their number. */
    private Map<Integer, Map<String, @Nullable Object>> join(ViewDefinition definition, List<List<Object>> moments)
            throws Exception {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        moments.forEach(moment -> rows.add(new ArrayList<>(moment)));
        EntityFrame frame =
                new EntityFrame.Rows(List.of("row", definition.joinKey().column(), EntityFrame.TIME), rows);
        List<FeatureReference> wanted = definition.view().fields().stream()
                .map(field -> new FeatureReference(definition.name(), field.name()))
                .toList();
        Map<Integer, Map<String, @Nullable Object>> joined = new HashMap<>();
        try (DuckDb duckDb = DuckDb.open(config)) {
            Path file = duckDb.file("joined.parquet");
            history.join(frame, wanted, false, file);
            try (Statement statement = duckDb.connection().createStatement();
                    ResultSet result = statement.executeQuery("SELECT * FROM " + DuckDb.parquet(List.of(file)))) {
                ResultSetMetaData columns = result.getMetaData();
                while (result.next()) {
                    Map<String, @Nullable Object> values = new TreeMap<>();
                    for (int i = 4; i <= columns.getColumnCount(); i++) {
                        Object value = result.getObject(i);
                        values.put(
                                columns.getColumnName(i),
                                value instanceof Array list ? Arrays.asList((Object[]) list.getArray()) : value);
                    }
                    joined.put(result.getInt(1), values);
                }
            }
        }
        return joined;
    }

    /** What the stream had in Redis at a second: its own computation of what had happened before. */
    private static Map<String, @Nullable Object> online(
            ViewDefinition definition, long entity, long second, List<StreamEvent> events) {
        AggregationPlan plan =
                AggregationPlan.of(definition.joinKeys(), (Computation.Aggregations) definition.computation());
        EntityAggregate aggregate = new EntityAggregate(plan);
        events.stream()
                .filter(event -> Long.valueOf(entity).equals(plan.entityOf(event)) && event.second() < second)
                .forEach(aggregate::add);
        Map<String, @Nullable Object> values = new TreeMap<>();
        definition.view().fields().forEach(field -> values.put(field.name(), null));
        if (!aggregate.isEmpty()) {
            OnlineRow row = aggregate.row(second);
            if (!row.eventTimestamp()
                    .isBefore(Instant.ofEpochSecond(second)
                            .minus(definition.view().ttl()))) {
                values.putAll(row.values());
            }
        }
        return values;
    }

    /** Moments around events, at borders of hops, and anywhere. */
    private static List<List<Object>> moments(Random random, List<StreamEvent> events, int entities) {
        List<List<Object>> moments = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long second =
                    switch (random.nextInt(3)) {
                        case 0 -> events.get(random.nextInt(events.size())).second() + random.nextInt(3);
                        case 1 -> START + 3600L * random.nextInt((DAYS + 35) * 24);
                        default -> START + random.nextInt((DAYS + 35) * 86_400);
                    };
            moments.add(List.of(
                    i,
                    1L + random.nextInt(entities),
                    Instant.ofEpochSecond(second).toString()));
        }
        return moments;
    }

    private static List<StreamEvent> events(Random random, int count) {
        List<StreamEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String type = List.of("click", "view", "rating", "search").get(random.nextInt(4));
            events.add(new StreamEvent(
                    "e" + i,
                    1 + random.nextInt(7),
                    type.equals("search") ? null : 1L + random.nextInt(5),
                    type,
                    type.equals("rating") ? (1 + random.nextInt(10)) / 2.0 : null,
                    type.equals("view") ? random.nextInt(70_000) / 8.0 : null,
                    (START + random.nextInt(DAYS * 86_400)) * 1_000_000L + random.nextInt(1_000_000)));
        }
        return events;
    }

    private static StreamEvent click(String id, long user, long movie, long second) {
        return new StreamEvent(id, user, movie, "click", null, null, second * 1_000_000);
    }

    private void insert(List<StreamEvent> events, Instant storedAt) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO catalog.interaction_events (event_id,"
                                + " user_id, movie_id, interaction_type, rating, duration_seconds, occurred_at, stored_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (StreamEvent event : events) {
                insert.setString(1, event.eventId());
                insert.setLong(2, event.userId());
                insert.setObject(3, event.movieId(), Types.BIGINT);
                insert.setString(4, event.interactionType());
                insert.setObject(5, event.rating(), Types.REAL);
                insert.setObject(6, event.durationSeconds(), Types.DOUBLE);
                insert.setObject(
                        7,
                        Instant.ofEpochSecond(event.second(), event.occurredAtMicros() % 1_000_000 * 1000)
                                .atOffset(ZoneOffset.UTC));
                insert.setObject(8, storedAt.atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}

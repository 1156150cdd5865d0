package io.marquee.workhorse.feature.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.feature.EntityKey;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.platform.event.EventPublisher;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.online.OnlineStore;
import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.InteractionService;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.platform.KafkaClients;
import io.marquee.workhorse.platform.PollLoop;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from an event to Redis: whatever happens on it, the row is the one that the query gives. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FeatureStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ActiveDefinitions definitions;

    @Inject
    OnlineStore online;

    @Inject
    EventPublisher publisher;

    @Inject
    InteractionService interactions;

    @Inject
    KafkaClients clients;

    @Inject
    StreamMetrics metrics;

    @Inject
    StreamRebuild rebuild;

    @Inject
    Database database;

    private Interactions table;

    @BeforeEach
    void lookAtTheTables() throws SQLException {
        table = new Interactions(dataSource, definitions, online);
        new CatalogueTables(dataSource)
                .execute("INSERT INTO catalog.movies (movie_id, title, source) SELECT id, 'M' || id, 'standard'"
                        + " FROM generate_series(7001, 7020) id ON CONFLICT DO NOTHING");
    }

    @Test
    void shouldShowWhatAUserHasJustDone() throws SQLException {
        // Given
        long user = user();
        Instant now = Instant.now();

        // When
        publisher.publishAndWait(interaction(user + "-1", now.minusSeconds(7200), user, 7001, InteractionType.CLICK));
        publisher.publishAndWait(interaction(user + "-2", now.minusSeconds(20), user, 7002, InteractionType.CLICK));
        publisher.publishAndWait(interaction(user + "-2", now.minusSeconds(20), user, 7002, InteractionType.CLICK));
        publisher.publishAndWait(UserInteraction.rating(user + "-3", now.minusSeconds(10), "test", user, 7003, 4.5));
        publisher.publishAndWait(UserInteraction.rating(user + "-4", now.minusSeconds(90), "test", user, 7001, 2));

        // Then
        awaitParity("user_activity", List.of(user));
        assertThat(table.online("user_activity", user))
                .containsEntry("clicks_1h", "1")
                .containsEntry("clicks_1d", "2")
                .containsEntry("ratings_7d", "2")
                .containsEntry("rating_mean_30d", "3.25")
                .containsEntry("last_rating", "4.5")
                .containsEntry("last_rated_movie", "7003")
                .containsEntry("recent_clicks", "[7002, 7001]");
        awaitParity("movie_popularity", List.of(7001L, 7002L, 7003L));
    }

    @Test
    void shouldWriteAllRowsAgainWhenRedisHasLostThem() throws Exception {
        // Given
        long user = user();
        interactions.store(
                List.of(interaction(user + "-a", Instant.now().minusSeconds(5), user, 7004, InteractionType.CLICK)));
        awaitParity("user_activity", List.of(user));
        Map<String, Object> before = table.online("user_activity", user);
        List<String> progress = Collections.synchronizedList(new ArrayList<>());

        // When
        online.forget(List.of(EntityKey.of("user_id", user)));
        assertThat(table.online("user_activity", user)).isEmpty();
        long entities = rebuild.run(StreamView.of(definitions.get()), progress::add);

        // Then
        assertThat(table.online("user_activity", user)).isEqualTo(before);
        assertThat(entities).isGreaterThanOrEqualTo(2);
        assertThat(progress).isNotEmpty();
    }

    /** Another than the stream changes what is stored, as a replay from quarantine does. */
    @Test
    void shouldFollowAChangeOfWhatIsStored() throws SQLException {
        // Given
        long user = user();
        interactions.store(List.of(
                interaction(user + "-x", Instant.now().minusSeconds(60), user, 7005, InteractionType.CLICK),
                interaction(user + "-y", Instant.now().minusSeconds(30), user, 7006, InteractionType.CLICK)));
        awaitParity("user_activity", List.of(user));

        // When
        QuarkusTransaction.requiringNew()
                .run(() -> interactions.storeAgain(List.of(
                        interaction(user + "-x", Instant.now().minusSeconds(60), user, 7007, InteractionType.CLICK))));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.online("user_activity", user))
                .containsEntry("recent_clicks", "[7006, 7007]"));
        awaitParity("user_activity", List.of(user));
    }

    /**
     * Two tellers and two consumers that come and go; batches are told twice, late, or not before they are delivered again;
     * rows are not written, or written and then reported as failed.
     */
    @Test
    void shouldEndWithTheSameRowsWhateverGoesWrong() throws Exception {
        // Given
        Random random = new Random(20_261_122);
        long firstUser = user();
        List<StreamEvent> events = events(random, firstUser, 600);
        String topic = "updates-" + UUID.randomUUID();
        StreamConfig config = new Settings(topic);
        FeatureUpdates updates = new FeatureUpdates(clients, config);
        updates.ensureTopic();
        FeatureStream told = new FeatureStream(definitions, updates, database, config);
        AtomicInteger writes = new AtomicInteger();
        RowWriter unreliable = (view, rows) -> {
            int write = writes.incrementAndGet();
            if (write % 7 == 3) {
                throw new IllegalStateException("not written");
            }
            online.write(view, rows);
            if (write % 7 == 5) {
                throw new IllegalStateException("written, but nobody knows");
            }
        };
        List<PollLoop<byte[]>> loops = new ArrayList<>();
        loops.add(consumer(config, updates, unreliable));
        loops.add(consumer(config, updates, unreliable));

        // When
        List<List<StreamEvent>> again = new ArrayList<>();
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(20));
            List<StreamEvent> batch = events.subList(from, to);
            from = to;
            List<StoredInteraction> stored = table.store(batch);
            switch (random.nextInt(4)) {
                case 0 -> again.add(batch); // it crashed before anybody was told
                case 1 -> {
                    told.tell(stored.subList(0, stored.size() / 2)); // it crashed in the middle
                    again.add(batch);
                }
                default -> told.tell(stored);
            }
            if (random.nextInt(6) == 0) {
                again.add(batch); // a delivery that was not acknowledged
            }
            if (random.nextInt(12) == 0) {
                loops.remove(random.nextInt(loops.size())).close();
                loops.add(consumer(config, updates, unreliable));
            }
        }
        Collections.shuffle(again, random);
        for (List<StreamEvent> batch : again) {
            told.tell(table.store(batch));
        }

        // Then
        awaitParity(
                "user_activity",
                LongStream.range(firstUser, firstUser + 12).boxed().toList());
        awaitParity("movie_popularity", LongStream.range(7010, 7018).boxed().toList());
        assertThat(writes).hasValueGreaterThan(20);
        loops.forEach(PollLoop::close);
        updates.close();
    }

    private PollLoop<byte[]> consumer(StreamConfig config, FeatureUpdates updates, RowWriter rows) {
        // So small that most entities are let go of and read again.
        StreamUpdater updater =
                new StreamUpdater(definitions, new StoredEvents(dataSource), rows, 8_000, Clock.systemUTC());
        PollLoop<byte[]> loop = new PollLoop<>(
                "updates-under-test",
                config.topic(),
                () -> clients.consumer(config.group(), config.batch(), new ByteArrayDeserializer()),
                config.batch(),
                new FeatureUpdateConsumer(updater, updates, metrics));
        loop.start();
        return loop;
    }

    private void awaitParity(String view, List<Long> entities) {
        for (long entity : entities) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(
                            table.online(view, entity))
                    .as("%s of %s", view, entity)
                    .isEqualTo(table.offline(view, entity))
                    .isNotEmpty());
        }
    }

    private static List<StreamEvent> events(Random random, long firstUser, int count) {
        List<StreamEvent> events = new ArrayList<>();
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            InteractionType type = List.of(InteractionType.CLICK, InteractionType.VIEW, InteractionType.RATING)
                    .get(random.nextInt(3));
            Instant time =
                    now.minusSeconds(random.nextInt(4) == 0 ? random.nextInt(40 * 86_400) : random.nextInt(9_000));
            events.add(new StreamEvent(
                    firstUser + "-" + i,
                    firstUser + random.nextInt(12),
                    7010L + random.nextInt(8),
                    type.wireName(),
                    type == InteractionType.RATING ? (1 + random.nextInt(10)) / 2.0 : null,
                    type == InteractionType.VIEW ? random.nextInt(7_200) / 8.0 : null,
                    time.getEpochSecond() * 1_000_000));
        }
        return events;
    }

    private static UserInteraction interaction(String id, Instant time, long user, long movie, InteractionType type) {
        return new UserInteraction(
                id, time, "test", user, movie, type, null, null, null, null, null, null, null, null, null, Map.of());
    }

    /** A user that no other test knows. */
    private static long user() {
        return 1_000_000_000L + new Random().nextLong(1_000_000_000L) * 100;
    }

    private record Settings(String topic) implements StreamConfig {

        @Override
        public Duration retention() {
            return Duration.ofDays(90);
        }

        @Override
        public String group() {
            return topic;
        }

        @Override
        public int partitions() {
            return 4;
        }

        @Override
        public short replication() {
            return -1;
        }

        @Override
        public int consumers() {
            return 2;
        }

        @Override
        public int batch() {
            return 50;
        }

        @Override
        public MemorySize cache() {
            return new MemorySize(BigInteger.valueOf(8_000));
        }

        @Override
        public long yieldAbove() {
            return 1_000;
        }
    }
}

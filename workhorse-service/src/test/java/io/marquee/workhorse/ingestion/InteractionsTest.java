package io.marquee.workhorse.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.UserInteraction;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.platform.event.EventPublisher;
import io.marquee.platform.event.OutgoingEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class InteractionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EventPublisher publisher;

    @Inject
    InteractionService interactions;

    private CatalogueTables tables;

    @BeforeEach
    void twoMovies() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute(
                "INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'A', 'standard'), (2, 'B', 'standard')");
    }

    @Test
    void shouldTurnRatingEventsFromKafkaIntoRatings() throws SQLException {
        // When
        publisher.publishAndWait(rating("k-1", NOON, 7, 1, 4.5));
        publisher.publishAndWait(rating("k-1", NOON, 7, 1, 4.5));
        publisher.publishAndWait(click("k-2", 7, 2));

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        tables.rows("SELECT event_id, interaction_type FROM catalog.interaction_events ORDER BY 1"))
                .containsExactly("k-1|rating", "k-2|click"));
        assertThat(ratings()).containsExactly("7|1|4.5|interaction");
    }

    /** A later batch that overtakes could have its offset committed, and a crash would then lose the earlier one. */
    @Test
    void shouldNotLetALaterBatchOvertakeOneThatWaits() throws Exception {
        // Given: somebody holds the row that the first event needs
        try (Connection holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute(
                        "INSERT INTO catalog.interaction_events (event_id, user_id, interaction_type, occurred_at)"
                                + " VALUES ('o-1', 1, 'click', now())");
            }
            publisher.publishAndWait(rating("o-1", NOON, 7, 1, 2));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(tables.only("SELECT count(*) FROM pg_locks WHERE NOT granted"))
                            .isEqualTo("1"));

            // When
            publisher.publishAndWait(rating("o-2", NOON, 7, 2, 3));

            // Then
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(ratings()).isEmpty());
            holder.rollback();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ratings()).containsExactly("7|1|2|interaction", "7|2|3|interaction"));
    }

    @Test
    void shouldPutUndecodableRecordsAsideAndGoOn() {
        // When
        publisher
                .publish(new OutgoingEvent(
                        "movie-user-interactions", "x", "{\"rating\":11}".getBytes(StandardCharsets.UTF_8), Map.of()))
                .toCompletableFuture()
                .join();
        publisher.publishAndWait(rating("u-1", NOON, 7, 1, 3));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ratings()).containsExactly("7|1|3|interaction"));
        try (TopicReader deadLetters = new TopicReader("movie-user-interactions.dead-letter")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(deadLetters.values()).contains("{\"rating\":11}"));
        }
    }

    @Test
    void shouldCountEachEventOnceAndKeepTheNewestRating() throws SQLException {
        // Given
        UserInteraction first = rating("e-1", NOON, 7, 1, 2);
        UserInteraction newer = rating("e-2", NOON.plusSeconds(60), 7, 1, 5);
        UserInteraction late = rating("e-3", NOON.plusSeconds(30), 7, 1, 1);

        // When
        interactions.store(List.of(first, newer, first));
        interactions.store(List.of(late, first, newer));

        // Then
        assertThat(ratings()).containsExactly("7|1|5|interaction");
        assertThat(tables.only("SELECT count(*) FROM catalog.interaction_events"))
                .isEqualTo("3");
        assertThat(tables.rows("SELECT DISTINCT entity, entity_id FROM features.refresh_queue ORDER BY 1"))
                .containsExactly("movie|1", "user|7");
    }

    @Test
    void shouldRateTheMovieThatAnOldIdMeans() throws SQLException {
        // Given
        tables.execute("INSERT INTO catalog.movie_aliases (alias_id, movie_id) VALUES (2000000000862, 1)");

        // When
        interactions.store(
                List.of(rating("a-1", NOON.plusSeconds(60), 7, 2_000_000_000_862L, 5), rating("a-2", NOON, 7, 1, 2)));

        // Then
        assertThat(ratings()).containsExactly("7|1|5|interaction");
        assertThat(tables.rows("SELECT DISTINCT entity, entity_id FROM features.refresh_queue ORDER BY 1"))
                .containsExactly("movie|1", "user|7");
    }

    @Test
    void shouldQuarantineWhatCannotBeTrueWithoutLosingTheRest() throws SQLException {
        // Given
        List<UserInteraction> batch = List.of(
                rating("unknown-movie", NOON, 7, 99, 2),
                rating("from-the-future", Instant.now().plus(Duration.ofHours(1)), 7, 1, 2),
                rating("before-time", Instant.EPOCH, 7, 1, 2),
                rating("no-user", NOON, 0, 1, 2),
                rating("nul\0id", NOON, 7, 1, 2),
                rating("fine", NOON, 7, 2, 3));

        // When
        interactions.store(batch);
        interactions.store(batch);

        // Then
        assertThat(ratings()).containsExactly("7|2|3|interaction");
        assertThat(tables.rows("SELECT event_id, field FROM catalog.quarantine ORDER BY 1"))
                .containsExactly(
                        "before-time|timestamp",
                        "from-the-future|timestamp",
                        "no-user|user_id",
                        "nul\uFFFDid|event_id",
                        "unknown-movie|content_id");
        assertThat(tables.only("SELECT reason FROM catalog.quarantine WHERE event_id = 'unknown-movie'"))
                .isEqualTo("'content_id' names movie 99, which is not in the catalogue");
        assertThat(tables.only("SELECT raw FROM catalog.quarantine WHERE event_id = 'unknown-movie'"))
                .contains("\"content_id\":99", "\"rating\":2.0");
    }

    @Test
    void shouldForgetInteractionsAfterTheRetention() throws SQLException {
        // Given
        interactions.store(List.of(click("old", 7, 1), click("new", 7, 1)));
        tables.execute(
                "UPDATE catalog.interaction_events SET stored_at = now() - interval '91 days' WHERE event_id = 'old'");

        // When
        interactions.forgetOldInteractions();

        // Then
        assertThat(tables.rows("SELECT event_id FROM catalog.interaction_events"))
                .containsExactly("new");
    }

    private List<String> ratings() throws SQLException {
        return tables.rows("SELECT user_id, movie_id, rating, source FROM catalog.ratings ORDER BY 1, 2");
    }

    private static UserInteraction rating(String id, Instant time, long user, long movie, double stars) {
        return UserInteraction.rating(id, time, "test", user, movie, stars);
    }

    private static UserInteraction click(String id, long user, long movie) {
        return new UserInteraction(
                id,
                NOON,
                "test",
                user,
                movie,
                InteractionType.CLICK,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }
}

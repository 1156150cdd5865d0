package io.marquee.workhorse.snapshot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.id.EventId;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.InteractionService;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restores while the rest of the service works on the same tables. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RestoreUnderLoadTest {

    private static final String API = "/api/v1/snapshots";
    private static final int MOVIES = 200;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    InteractionService interactions;

    private CatalogueTables tables;
    private final String tag = "load-" + System.nanoTime();

    @BeforeEach
    void catalogue() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) SELECT id, 'Movie ' || id, 'standard'"
                + " FROM generate_series(1, " + MOVIES + ") id");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source)"
                + " SELECT u, m, 3, now() - interval '1 day', 'standard' FROM generate_series(1, 200) u,"
                + " generate_series(1, " + MOVIES + ") m");
    }

    @Test
    void shouldLoseNoRatingThatStreamsInAndLockNobodyOut() throws Exception {
        // Given
        assertThat(finished(given().contentType(ContentType.JSON)
                                .body(Map.of("tag", tag))
                                .post(API))
                        .getString("state"))
                .isEqualTo("succeeded");
        tables.execute("DELETE FROM catalog.ratings WHERE user_id < 100");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger stored = new AtomicInteger();
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int writer = 0; writer < 3; writer++) {
                int first = 10_000 * (writer + 1);
                writers.add(threads.submit(() -> {
                    for (int i = 0; !stop.get(); i++) {
                        interactions.store(batch(first + i));
                        stored.addAndGet(5);
                    }
                }));
            }
            long undone = 0;
            try {
                // When: restored twice, with something to do each time
                for (int i = 0; i < 2; i++) {
                    JsonPath restored = finished(given().post(API + "/" + tag + "/restore"));
                    assertThat(restored.getString("state"))
                            .as(restored.getString("error"))
                            .isEqualTo("succeeded");
                    undone += restored.getLong("result.streamed_ratings_undone");
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }

            // Then: each is in the catalogue, or the restore has said that it undid it
            long streamed =
                    Long.parseLong(tables.only("SELECT count(*) FROM catalog.ratings WHERE source = 'interaction'"));
            assertThat(streamed + undone).isEqualTo(stored.get());
            assertThat(tables.only("SELECT count(*) FROM catalog.ratings WHERE source = 'standard'"))
                    .isEqualTo("40000");
            assertThat(tables.only("SELECT count(*) FROM catalog.quarantine")).isEqualTo("0");
        }
    }

    @Test
    void shouldWaitForALoadThatGoesOn() throws Exception {
        // Given
        finished(given().contentType(ContentType.JSON).body(Map.of("tag", tag)).post(API));
        tables.execute("DELETE FROM catalog.ratings WHERE user_id < 100");
        String location;
        try (Connection load = dataSource.getConnection();
                Statement statement = load.createStatement()) {
            load.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('catalog.load'))");

            // When
            location = given().post(API + "/" + tag + "/restore")
                    .then()
                    .statusCode(202)
                    .extract()
                    .header("Location");

            // Then
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> given().get(location).jsonPath().getString("state"), "running"::equals);
            assertThat(tables.only("SELECT count(*) FROM catalog.ratings WHERE user_id < 100"))
                    .isEqualTo("0");
            load.commit();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get(location).jsonPath().getString("state"), "succeeded"::equals);
        assertThat(tables.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("40000");
    }

    private static List<UserInteraction> batch(int user) {
        List<UserInteraction> batch = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batch.add(rating(user, 1 + (user * 7 + i * 31) % MOVIES));
        }
        return batch;
    }

    private static JsonPath finished(Response accepted) {
        return SnapshotApiTest.finished(accepted);
    }

    private static UserInteraction rating(long user, long movie) {
        Instant now = Instant.now();
        return UserInteraction.rating(EventId.next(now), now, "test", user, movie, 4.5);
    }
}

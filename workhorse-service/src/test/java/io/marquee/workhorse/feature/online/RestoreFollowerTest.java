package io.marquee.workhorse.feature.online;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RestoreFollowerTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    OfflineStore offline;

    @Inject
    Materialization materialization;

    @Inject
    OnlineStore online;

    @Inject
    RestoreFollower follower;

    @Inject
    RedisDataSource redis;

    private CatalogueTables tables;
    private final String tag = "follow-" + System.nanoTime();

    @BeforeEach
    void catalogue() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.materialization, features.catalogue_restore");
        redis.flushall();
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'Before', 'standard')");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES"
                + " (7, 1, 4, '2024-01-01T00:00:00Z', 'standard')");
    }

    @Test
    void shouldShowRestoredDataOnlineAndNothingElse() throws Exception {
        // Given: online rows that are of a later time than those of the snapshot, and one of a user it does not have
        done(given().contentType(ContentType.JSON).body(Map.of("tag", tag)).post("/api/v1/snapshots"));
        tables.execute("UPDATE catalog.movies SET title = 'After'");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES"
                + " (9, 1, 2, '2025-01-01T00:00:00Z', 'standard'), (8, 1, 1, '2025-01-01T00:00:00Z', 'standard')");
        offline.build(line -> {});
        materialization.materialize(line -> {});
        redis.value(String.class).set("someone else's marquee", "stays");

        // When
        done(given().post("/api/v1/snapshots/" + tag + "/restore"));

        // Then: nobody trains on features of other data
        assertThatThrownBy(() -> offline.current().get(OfflineStore.LABELS))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("build the features");
        assertThat(online.read("user_behaviour", 8)).isPresent();

        // When
        boolean followed = follower.follow();

        // Then
        assertThat(followed).isTrue();
        assertThat(online.read("movie_metadata", 1).orElseThrow().values()).containsEntry("title", "Before");
        assertThat(online.read("user_behaviour", 7)).isPresent();
        assertThat(online.read("user_behaviour", 8)).isEmpty();
        assertThat(online.read("user_behaviour", 9)).isEmpty();
        assertThat(redis.value(String.class).get("someone else's marquee")).isEqualTo("stays");
        assertThat(offline.current().get(OfflineStore.LABELS).snapshot().tag()).isEqualTo(tag);
        assertThat(follower.follow()).isFalse();
    }

    private static void done(Response accepted) {
        String location = accepted.then().statusCode(202).extract().header("Location");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get(location).jsonPath().getString("state"), "succeeded"::equals);
    }
}

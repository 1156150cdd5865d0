package io.marquee.workhorse.feature;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command line and other tools are told about features. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FeatureApiTest {

    private static final String PATH = "/api/v1/features";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    RedisDataSource redis;

    private CatalogueTables tables;

    @BeforeEach
    void catalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.materialization, features.job");
        redis.flushall();
        tables.execute("""
                INSERT INTO catalog.movies (movie_id, title, year, genres, source) VALUES
                    (1, 'One', 1995, '{Drama}', 'standard'), (2, 'Two', NULL, '{}', 'standard')""");
        tables.execute("""
                INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES
                    (7, 1, 4, '2024-01-01T00:00:00Z', 'standard'), (7, 2, 2, '2024-01-02T00:00:00Z', 'standard'),
                    (8, 1, 5, '2024-01-03T00:00:00Z', 'standard')""");
    }

    @Test
    void shouldBuildAndMaterializeAsJobsThatCanBeFollowed() {
        // When
        JsonPath built = run(Map.of("kind", "build"));
        JsonPath written = run(Map.of("kind", "materialize", "views", List.of("movie_metadata", "user_behaviour")));
        JsonPath nothingNew = run(Map.of("kind", "materialize_incremental", "views", List.of("user_behaviour")));

        // Then
        assertThat(nothingNew.getString("error")).isNull();
        assertThat(nothingNew.getString("state")).isEqualTo("succeeded");
        assertThat(built.getString("state")).isEqualTo("succeeded");
        assertThat(built.getString("kind")).isEqualTo("build");
        assertThat(built.getList("result.builds.view", String.class)).contains("labels", "user_behaviour");
        assertThat(written.getList("result.views.view", String.class))
                .containsExactly("movie_metadata", "user_behaviour");
        assertThat(written.getList("result.views.rows_written", Integer.class)).containsExactly(2, 2);
        given().get(PATH + "/jobs")
                .then()
                .body("jobs.kind", equalTo(List.of("materialize_incremental", "materialize", "build")));
        given().get(PATH + "/views/user_behaviour")
                .then()
                .body("name", equalTo("user_behaviour"))
                .body("computation", equalTo("sql"))
                .body("sources", hasItem("ratings"))
                .body("offline.rows", equalTo(3))
                .body("online.rows_written", equalTo(2));
    }

    @Test
    void shouldSayWhyAJobFailed() {
        // When
        JsonPath failed = run(Map.of("kind", "materialize", "views", List.of("user_behaviour")));

        // Then
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getString("error"))
                .isEqualTo("'user_behaviour' has no offline rows yet; build the features first");
        assertThat(failed.getString("finished_at")).isNotNull();
    }

    @Test
    void shouldRefuseJobsThatMakeNoSense() {
        post("/jobs", Map.of("kind", "paint"), 400)
                .body(
                        "detail",
                        equalTo("'kind' must be one of build, materialize, materialize_incremental, rebuild,"
                                + " got: paint"));
        post("/jobs", Map.of("kind", "build", "views", List.of("user_behaviour")), 400)
                .body("detail", containsString("a build is of all views"));
        post("/jobs", Map.of("kind", "materialize", "views", List.of("no_view")), 404)
                .body("detail", equalTo("there is no feature view no_view"));
        given().get(PATH + "/jobs/none").then().statusCode(404);
    }

    @Test
    void shouldGiveUpAJobThatHasLostItsService() throws SQLException {
        // Given
        tables.execute("INSERT INTO features.job (job_id, kind, state, step, started_at, heartbeat_at) VALUES"
                + " ('lost', 'build', 'running', 'computing', now() - interval '1 hour', now() - interval '1 hour')");

        // When / Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> given().get(PATH + "/jobs/lost")
                .then()
                .body("state", equalTo("failed"))
                .body("error", containsString("can simply be started again")));
    }

    @Test
    void shouldDescribeBothStoresOfAView() {
        // Given
        given().post(PATH + "/build").then().statusCode(200);
        given().post(PATH + "/materialize").then().statusCode(200);

        // When / Then
        given().get(PATH + "/views/user_behaviour/statistics")
                .then()
                .statusCode(200)
                .body("view", equalTo("user_behaviour"))
                .body("offline.rows.rows", equalTo(3))
                .body("offline.rows.entities", equalTo(2))
                .body("offline.rows.newest_row", equalTo("2024-01-03T00:00:01Z"))
                .body("offline.rows.oldest_entity", equalTo("2024-01-02T00:00:01Z"))
                .body("offline.rows.violations", equalTo(0))
                .body("offline.rows.fields.find { it.name == 'rating_mean' }.numbers.max", equalTo(5.0f))
                .body("offline.rows.fields.find { it.name == 'rating_mean' }.rule.min", equalTo(0.5f))
                .body("offline.rows.fields.find { it.name == 'rating_stddev' }.nulls", equalTo(2))
                .body("online.entities_looked_for", equalTo(2))
                .body("online.entities_missing", equalTo(0))
                .body("online.rows.rows", equalTo(2))
                .body("online.rows.fields.find { it.name == 'rating_mean' }.numbers.min", equalTo(3.0f));
        given().get(PATH + "/views/user_history/statistics")
                .then()
                .body("offline", equalTo(null))
                .body("online.entities_missing", equalTo(0))
                .body("online.rows.fields.find { it.name == 'movie_ids' }.numbers.max", equalTo(2.0f));
        redis.flushall();
        given().get(PATH + "/views/movie_metadata/statistics")
                .then()
                .body("offline.rows.rows", greaterThan(0))
                .body("offline.rows.fields.find { it.name == 'genres' }.top[0].value", equalTo("Drama"))
                .body("online.entities_looked_for", equalTo(2))
                .body("online.entities_missing", equalTo(2))
                .body("online.rows.newest_row", equalTo(null));
        given().get(PATH + "/views/no_view/statistics").then().statusCode(404);
    }

    @Test
    void shouldGiveValuesOfSeveralEntitiesWithTimesAndReasons() {
        // Given
        given().post(PATH + "/build").then().statusCode(200);
        given().post(PATH + "/materialize").then().statusCode(200);

        // When / Then
        post(
                        "/rows",
                        Map.of(
                                "features",
                                List.of("user_behaviour:rating_mean", "user_behaviour:rating_stddev"),
                                "entities",
                                Map.of("user_id", List.of(7, 8, 9))),
                        200)
                .body("rows.entity.user_id", equalTo(List.of(7, 8, 9)))
                .body("rows[0].features.value", equalTo(List.of(3.0f, 1.414214f)))
                .body("rows[0].features[0].event_timestamp", equalTo("2024-01-02T00:00:01Z"))
                .body("rows[1].features.status", equalTo(List.of("PRESENT", "NULL_VALUE")))
                .body("rows[2].features.status", equalTo(List.of("NOT_FOUND", "NOT_FOUND")));
        post("/rows", Map.of("features", List.of("movie_metadata"), "entities", Map.of("movie_id", List.of(1))), 200)
                .body("rows[0].features.feature", hasItem("title"))
                .body("rows[0].features.find { it.feature == 'title' }.value", equalTo("One"));
        post("/rows", Map.of("feature_service", "movie_rating", "entities", Map.of("movie_id", List.of(1, 2))), 200)
                .body("rows[1].features[0].view", matchesPattern("movie_.*"));
    }

    @Test
    void shouldSayWhatIsWrongWithARequestForValues() {
        post("/rows", Map.of("features", List.of("user_behaviour"), "entities", Map.of("movie_id", List.of(1))), 400)
                .body("detail", containsString("Missing join key values for keys: [user_id]"));
        post("/rows", Map.of("features", List.of("user_behaviour"), "entities", Map.of("user_id", List.of("x"))), 400)
                .body("detail", containsString("'x' is not of type INT64"));
        post("/rows", Map.of("features", List.of("a:b"), "entities", Map.of("user_id", List.of(1))), 404);
        post("/rows", Map.of("feature_service", "none", "entities", Map.of("user_id", List.of(1))), 404);
        post("/rows", Map.of("features", List.of("no_view"), "entities", Map.of("user_id", List.of(1))), 404);
        post("/rows", Map.of("entities", Map.of("user_id", List.of(1))), 400)
                .body("detail", containsString("must name something, or a feature_service, and not both"));
        post("/rows", Map.of("features", List.of("user_behaviour")), 400)
                .body("detail", containsString("must name join keys with values"));
    }

    private static JsonPath run(Map<String, Object> job) {
        String location = given().contentType("application/json")
                .body(job)
                .post(PATH + "/jobs")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get(location).jsonPath(), now -> !now.getString("state")
                        .equals("running"));
    }

    private static ValidatableResponse post(String path, Object body, int status) {
        return given().contentType("application/json")
                .body(body)
                .post(PATH + path)
                .then()
                .statusCode(status);
    }
}

package io.marquee.workhorse.snapshot;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.storage.ObjectStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class SnapshotApiTest {

    private static final String API = "/api/v1/snapshots";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ObjectStore objects;

    private CatalogueTables tables;

    @BeforeEach
    void catalogue() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        for (ObjectStore.Entry entry : objects.list("snapshots/")) {
            objects.delete(entry.key());
        }
        tables.execute("""
                INSERT INTO catalog.movies (movie_id, title, genres, source) VALUES
                    (1, E'A\\t\\\\N', '{Drama}', 'standard'), (2, '기생충', '{}', 'standard')""");
        tables.execute("""
                INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES
                    (7, 1, 4.5, '2020-01-01T00:00:00.9Z', 'standard'), (8, 2, 3, '2020-01-02T00:00:00Z', 'standard')""");
    }

    @Test
    void shouldTakeListRestoreAndDeleteSnapshots() throws Exception {
        // When
        JsonPath created = finished(given().contentType(ContentType.JSON)
                .body(Map.of("tag", "v1", "note", "before the change"))
                .post(API));
        tables.execute("DELETE FROM catalog.ratings WHERE user_id = 7");
        tables.execute("UPDATE catalog.movies SET title = 'changed'");

        // Then
        assertThat(created.getString("state")).isEqualTo("succeeded");
        assertThat(created.getLong("result.rows")).isEqualTo(4);
        when().get(API)
                .then()
                .statusCode(200)
                .body("snapshots.tag", contains("v1"))
                .body("snapshots[0].note", equalTo("before the change"))
                .body("snapshots[0].keep", equalTo(true));
        when().get(API + "/v1").then().statusCode(200).body("tables.find { it.name == 'ratings' }.rows", equalTo(2));

        // When
        JsonPath restored = finished(given().post(API + "/v1/restore"));

        // Then
        assertThat(restored.getString("state")).isEqualTo("succeeded");
        assertThat(restored.getInt("result.rows.ratings")).isEqualTo(2);
        assertThat(restored.getList("phases.name")).contains("checking objects", "writing rows", "building indexes");
        assertThat(tables.rows("SELECT title FROM catalog.movies ORDER BY movie_id"))
                .containsExactly("A\t\\N", "기생충");
        assertThat(tables.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("2");

        // When
        when().delete(API + "/v1").then().statusCode(204);

        // Then
        when().get(API + "/v1").then().statusCode(404);
        when().post(API + "/v1/restore").then().statusCode(404);
    }

    @Test
    void shouldKeepATagToItsData() throws Exception {
        // Given
        finished(given().contentType(ContentType.JSON).body(Map.of("tag", "v1")).post(API));

        // When
        JsonPath same = finished(
                given().contentType(ContentType.JSON).body(Map.of("tag", "v1")).post(API));
        tables.execute("DELETE FROM catalog.ratings");
        JsonPath other = finished(
                given().contentType(ContentType.JSON).body(Map.of("tag", "v1")).post(API));

        // Then
        assertThat(same.getString("state")).isEqualTo("succeeded");
        assertThat(same.getBoolean("result.created")).isFalse();
        assertThat(other.getString("state")).isEqualTo("failed");
        assertThat(other.getString("error")).contains("'v1'", "never change");
    }

    @Test
    void shouldShowWhatIsDifferentNow() throws Exception {
        // Given
        finished(given().contentType(ContentType.JSON).body(Map.of("tag", "v1")).post(API));
        tables.execute("UPDATE catalog.movies SET title = 'other', year = 1999 WHERE movie_id = 1");
        tables.execute("DELETE FROM catalog.ratings WHERE user_id = 8");

        // When
        JsonPath diff = when().get(API + "/v1/diff/current")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(diff.getBoolean("identical")).isFalse();
        assertThat(diff.getList("tables.table")).containsExactly("movies", "ratings");
        assertThat(diff.getMap("tables[0].changed_columns")).isEqualTo(Map.of("title", 1, "year", 1));
        assertThat(diff.getMap("tables[0].examples[0].values.title"))
                .isEqualTo(Map.of("from", "A\t\\N", "to", "other"));
        assertThat(diff.getInt("tables[1].removed")).isEqualTo(1);
        when().get(API + "/v1/diff/v1").then().statusCode(200).body("identical", equalTo(true));
        when().get(API + "/v1/diff/v2").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "current",
                "GC",
                "jobs",
                "../up",
                "a/b",
                "a..b",
                ".hidden",
                "ends.",
                "with blank",
                "é",
                "a\\b",
                "a\nb"
            })
    void shouldRefuseWhatIsNoTag(String tag) {
        given().contentType(ContentType.JSON)
                .body(Map.of("tag", tag))
                .post(API)
                .then()
                .statusCode(400)
                .body("field", equalTo("tag"));
    }

    @Test
    void shouldRefuseALongTag() {
        given().contentType(ContentType.JSON)
                .body(Map.of("tag", "x".repeat(101)))
                .post(API)
                .then()
                .statusCode(400)
                .body("detail", containsString("100"));
    }

    @Test
    void shouldShowWhatACollectionWouldFree() {
        // Given
        finished(given().contentType(ContentType.JSON)
                .body(Map.of("tag", "old", "keep", false))
                .post(API));
        finished(given().contentType(ContentType.JSON)
                .body(Map.of("tag", "new", "keep", false))
                .post(API));

        // When
        JsonPath dry = finished(given().contentType(ContentType.JSON)
                .body(Map.of("dry_run", true, "max_age_days", 0))
                .post(API + "/gc"));

        // Then
        assertThat(dry.getString("state")).isEqualTo("succeeded");
        assertThat(dry.getList("result.snapshots.tag")).containsExactly("old");
        when().get(API).then().body("snapshots.tag", contains("new", "old"));
    }

    static JsonPath finished(io.restassured.response.Response accepted) {
        String location = accepted.then().statusCode(202).extract().header("Location");
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> when().get(location)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        job -> !"running".equals(job.getString("state")));
    }
}

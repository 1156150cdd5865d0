package io.marquee.workhorse.feature.historical;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class HistoricalApiTest {

    private static final String PATH = "/api/v1/features/historical";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    OfflineStore offline;

    @Inject
    FeatureConfig config;

    @TempDir
    Path folder;

    @BeforeEach
    void catalogue() throws Exception {
        CatalogueTables tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.offline_partition, features.offline_source,"
                + " features.offline_push");
        tables.execute("INSERT INTO catalog.movies (movie_id, title, year, genres, source) VALUES"
                + " (1, 'One', 1995, '{Drama,War}', 'standard'), (2, 'Two', 1996, '{War}', 'standard')");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES"
                + " (7, 1, 4, '2024-01-01T00:00:00Z', 'standard'), (7, 2, 1, '2024-01-02T00:00:00Z', 'standard'),"
                + " (8, 1, 5, '2024-01-03T00:00:00Z', 'standard')");
        offline.build(line -> {});
    }

    @Test
    void shouldJoinRowsOfTheRequestWithViewsOfDifferentKeys() throws Exception {
        // Given
        Map<String, Object> frame = Map.of(
                "columns", List.of("label", "genre", "event_timestamp", "user_id", "movie_id"),
                "rows",
                        List.of(
                                // At the second of a row, in another zone, without a zone, and before anything.
                                List.of(1, "War", "2024-01-02T00:00:01Z", 7, 1),
                                List.of(2, "War", "2024-01-02T02:00:00+02:00", 7, 2),
                                List.of(3, "Drama", "2024-06-01", 8, 1),
                                List.of(4, "Drama", "2023-01-01 12:00:00", 7, 99)));

        // When
        List<String> rows = retrieve(Map.of(
                "entity_frame",
                frame,
                "features",
                List.of(
                        "user_genre_interaction:rating_mean",
                        "user_behaviour:rating_count",
                        "movie_metadata:title",
                        "movie_rating_stats:rating_mean"),
                "full_feature_names",
                true));

        // Then
        assertThat(rows)
                .containsExactly(
                        "label, genre, event_timestamp, user_id, movie_id, user_genre_interaction__rating_mean,"
                                + " user_behaviour__rating_count, movie_metadata__title, movie_rating_stats__rating_mean",
                        "1, War, 2024-01-02 00:00:01.0, 7, 1, 2.5, 2, One, 4.0",
                        "2, War, 2024-01-02 00:00:00.0, 7, 2, 4.0, 1, Two, null",
                        "3, Drama, 2024-06-01 00:00:00.0, 8, 1, 5.0, 1, One, 4.5",
                        "4, Drama, 2023-01-01 12:00:00.0, 7, 99, null, null, null, null");
    }

    @Test
    void shouldJoinAFile() throws Exception {
        // Given
        Path file = Files.writeString(
                folder.resolve("labels.csv"),
                "movie_id,event_timestamp,kept\n1,2024-01-02T12:00:00Z,a\n2,2024-01-02T12:00:00Z,b\n");

        // When
        List<String> rows = retrieve(Map.of(
                "entity_frame",
                Map.of("uri", file.toString()),
                "features",
                List.of("movie_rating_stats:rating_count")));

        // Then
        assertThat(rows)
                .containsExactly(
                        "movie_id, event_timestamp, kept, rating_count",
                        "1, 2024-01-02 12:00:00.0, a, 1",
                        "2, 2024-01-02 12:00:00.0, b, 1");
    }

    @Test
    void shouldGiveAllEntitiesAtTheEndOfARangeWithoutAFrame() throws Exception {
        // When
        List<String> rows = retrieve(Map.of(
                "start",
                "2024-01-01T00:00:01Z",
                "end",
                "2024-01-02T00:00:01Z",
                "features",
                List.of("movie_rating_stats:rating_count", "movie_metadata:title")));

        // Then: metadata is of time 0, which is not in the range
        assertThat(rows)
                .containsExactly(
                        "movie_id, event_timestamp, rating_count, title",
                        "1, 2024-01-02 00:00:01.0, 1, null",
                        "2, 2024-01-02 00:00:01.0, 1, null");
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        assertRefused(Map.of("features", List.of("movie_metadata:title")), 400, "'entity_frame' is required");
        assertRefused(
                Map.of("features", List.of("title"), "entity_frame", Map.of("uri", "x.csv")),
                400,
                "'features' must have the shape view:feature");
        assertRefused(
                Map.of("features", List.of("movie_metadata:likes"), "entity_frame", Map.of("uri", "x.csv")),
                404,
                "there is no feature movie_metadata:likes");
        assertRefused(
                Map.of("feature_service", "nobodys", "entity_frame", Map.of("uri", "x.csv")),
                404,
                "there is no feature service nobodys");
        assertRefused(
                Map.of(
                        "features",
                        List.of("movie_metadata:title"),
                        "entity_frame",
                        Map.of("columns", List.of("a"), "rows", List.of(List.of(1, 2)))),
                400,
                "entity frame: row 1 has 2 values for 1 columns");
        given().get(PATH + "/" + "0".repeat(36)).then().statusCode(404);
        assertFails(
                Map.of(
                        "features",
                        List.of("movie_metadata:title"),
                        "entity_frame",
                        Map.of("columns", List.of("movie_id"), "rows", List.of(List.of(1)))),
                "'entity_frame' must be one of its columns, which are movie_id, got: event_timestamp");
        assertFails(
                Map.of(
                        "features",
                        List.of(
                                "movie_metadata:title",
                                "movie_rating_stats:rating_count",
                                "user_behaviour:rating_count"),
                        "entity_frame",
                        Map.of(
                                "columns",
                                List.of("movie_id", "user_id", "event_timestamp"),
                                "rows",
                                List.of(List.of(1, 7, "2024-01-01T00:00:00Z")))),
                "'features' would be the second column named 'rating_count'; ask for it once, or for full feature names,"
                        + " got: user_behaviour:rating_count");
    }

    private static void assertRefused(Map<String, Object> request, int status, String detail) {
        given().contentType(ContentType.JSON)
                .body(request)
                .post(PATH)
                .then()
                .statusCode(status)
                .body("detail", startsWith(detail));
    }

    private static void assertFails(Map<String, Object> request, String error) {
        String job = started(request);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        given().get(job).then().body("state", equalTo("failed")).body("error", equalTo(error)));
    }

    private static String started(Map<String, Object> request) {
        String location = given().contentType(ContentType.JSON)
                .body(request)
                .post(PATH)
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        return location.substring(location.indexOf("/api/"));
    }

    /** The columns, then the rows by their first column. */
    private List<String> retrieve(Map<String, Object> request) throws Exception {
        String job = started(request);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        given().get(job).then().body("error", equalTo(null)).body("state", equalTo("succeeded")));
        String download = given().get(job).path("result.download");
        byte[] bytes = given().get(download).then().statusCode(200).extract().asByteArray();
        assertThat((int) given().get(job).path("result.bytes")).isEqualTo(bytes.length);
        List<String> rows = new ArrayList<>();
        try (DuckDb duckDb = DuckDb.open(config);
                Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM "
                        + DuckDb.parquet(List.of(Files.write(duckDb.file("result.parquet"), bytes))) + " ORDER BY 1")) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                names.add(result.getMetaData().getColumnName(i));
            }
            rows.add(String.join(", ", names));
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= names.size(); i++) {
                    values.add(String.valueOf((Object) result.getString(i)));
                }
                rows.add(String.join(", ", values));
            }
        }
        return rows;
    }
}

package io.marquee.workhorse.ingestion.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.TopicReader;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class QualityReportTest {

    private static final String HEADER = HostileFile.MOVIE_HEADER + "\n";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    QualityMetrics metrics;

    @TempDir
    Path folder;

    private CatalogueTables tables;

    @BeforeEach
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
    }

    @Test
    void shouldMeasureEveryRuleExactly() throws Exception {
        // Given: 10 movies read, 8 accepted, of which 3 have no year, 2 no genre, 5 no director, 1 runs for a day
        write("movies.csv", HEADER + """
                1,A,1990,Drama,X,100,7.5,10,tt0000001,11
                2,B,1990,Drama,X,100,7.5,10,tt0000002,11
                3,C,1990,Drama,X,1440,7.5,10,,
                4,D,1990,Drama,,100,7.5,10,,
                5,E,1990,Drama,,,7.5,10,,
                6,F,,Drama,,,7.5,10,,
                7,G,,,,,7.5,10,,
                8,H,,,,,7.5,10,,
                9,,1990,Drama,X,100,7.5,10,,
                1,Again,1990,Drama,X,100,7.5,10,,
                """);
        // 6 ratings, 4 accepted: one of them names no movie, one is out of range
        write("ratings.csv", """
                user_id,movie_id,rating,rated_at
                1,1,4,2020-01-01T00:00:00Z
                1,2,4,2021-01-01T00:00:00Z
                1,3,4,2022-01-01T00:00:00Z
                1,4,4,2023-01-01T00:00:00Z
                1,99,4,2024-01-01T00:00:00Z
                1,5,9,2025-01-01T00:00:00Z
                """);

        // When
        JsonPath ended = ingest("standard", false);

        // Then
        assertThat(ended.getString("state")).as(ended.getString("error")).isEqualTo("succeeded");
        JsonPath report = given().get("/api/v1/ingestions/" + ended.getString("ingestion_id") + "/report")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(report.getString("outcome")).isEqualTo("failed");
        assertThat(summary(report))
                .contains(
                        "movies_accepted warning 2/10",
                        "movies_accepted_usual failed 2/10",
                        "movies_any passed 0/8",
                        "movies_title failed 1/10",
                        "movies_year_known failed 3/8",
                        "movies_genres_known passed 2/8",
                        "movies_director_known failed 5/8",
                        "movies_runtime_usual failed 1/4",
                        "movies_imdb_id_unique passed 0/2",
                        "movies_tmdb_id_unique failed 2/2",
                        "ratings_accepted warning 2/6",
                        "ratings_rating failed 1/6",
                        "ratings_movies_known failed 1/5",
                        "ratings_recent passed 0/1",
                        // The file has no such column, so there is nothing to judge.
                        "movies_recent passed 0/0");
        long days = Duration.between(Instant.parse("2023-01-01T00:00:00Z"), Instant.now())
                .toDays();
        assertThat(report.getDouble("checks.find { it.rule == 'ratings_recent' }.observed"))
                .isBetween((double) days, days + 1.0);
        assertThat(given().get("/api/v1/ingestions/" + ended.getString("ingestion_id"))
                        .jsonPath()
                        .getString("report.outcome"))
                .isEqualTo("failed");
    }

    @Test
    void shouldChangeNothingWhenAHardRuleIsBrokenAndStillTellWhy() throws Exception {
        // Given
        write("movies.csv", HEADER + "1,A,1990,Drama,X,100,7.5,10,,\n");
        ingest("standard", false);
        List<String> before = catalogue();
        write("movies.csv", HEADER + "1,B,1991,War,X,100,7.5,10,,\n2,C,1991,War,X,100,7.5,10,,\nx,,,,\ny,,,,\nz,,,,\n");

        // When
        JsonPath ended = ingest("standard", false);

        // Then
        String id = ended.getString("ingestion_id");
        assertThat(ended.getString("state")).isEqualTo("failed");
        assertThat(ended.getString("error"))
                .isEqualTo("the data is not good enough to be loaded, rule movies_accepted:"
                        + " 40.00 % of the records were accepted, at least 50.00 % are needed");
        assertThat(catalogue()).isEqualTo(before);
        assertThat(tables.only("SELECT count(*) FROM catalog.quarantine")).isEqualTo("0");
        given().get("/api/v1/ingestions/" + id + "/report")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("refused"))
                .body("checks.find { it.rule == 'movies_accepted' }.status", equalTo("failed"))
                .body("checks.find { it.rule == 'movies_accepted' }.observed", equalTo(0.4f))
                .body("checks.find { it.rule == 'movies_accepted' }.threshold", equalTo(0.5f));
        try (TopicReader topic = new TopicReader("movie-data-quality")) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(topic.values())
                    .anySatisfy(json -> assertThat(json)
                            .contains(
                                    id,
                                    "\"dataset_name\":\"catalog.movies\"",
                                    "\"check_type\":\"validity\"",
                                    "\"status\":\"failed\"",
                                    "\"outcome\":\"refused\"",
                                    "\"rule\":\"movies_accepted\""))
                    .anySatisfy(json -> assertThat(json).contains(id, "\"check_type\":\"completeness\"")));
            assertThat(topic.values().stream().filter(json -> json.contains(id)))
                    .hasSize(4);
        }
    }

    @Test
    void shouldCompareTheVolumeWithTheLastGoodLoadOfTheSamePlace() throws Exception {
        // Given
        write("movies.csv", movies(10));
        assertThat(volume(ingest("standard", false))).isEqualTo("passed null");
        write("movies.csv", HEADER + "x\n");
        assertThat(ingest("standard", false).getString("state")).isEqualTo("failed");
        write("movies.csv", movies(50));
        ingest("standard", true);
        write("movies.csv", movies(4));

        // When
        JsonPath ended = ingest("standard", false);

        // Then: neither the failed load nor the dry run is what it is compared with
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(volume(ended)).isEqualTo("failed 0.4");
    }

    @Test
    void shouldReportOnADryRunWithoutAWordToOthers() throws Exception {
        // Given
        write("movies.csv", movies(3) + "broken\n");

        // When
        JsonPath ended = ingest("standard", true);

        // Then
        String id = ended.getString("ingestion_id");
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        given().get("/api/v1/ingestions/" + id + "/report")
                .then()
                .body("dry_run", equalTo(true))
                .body("checks.find { it.rule == 'movies_accepted_usual' }.observed", equalTo(0.75f));
        assertThat(catalogue()).isEmpty();
        assertThat(tables.only(
                        "SELECT count(*) FROM tracking.outbox WHERE encode(payload, 'escape') LIKE '%" + id + "%'"))
                .isEqualTo("0");
    }

    @Test
    void shouldShowTheNewestChecksAsGauges() throws Exception {
        // Given
        write("movies.csv", HEADER + "1,A,1990,,X,100,7.5,10,,\n2,B,,Drama,X,100,7.5,10,,\n");
        write(
                "ratings.csv",
                "user_id,movie_id,rating,rated_at\n1,1,4," + Instant.now().minusSeconds(3600) + "\n1,2,9,1000\n");
        ingest("standard", false);

        // When
        metrics.refresh();

        // Then
        String text = given().get("/metrics").asString();
        assertThat(text)
                .contains(
                        "marquee_data_quality_score{check=\"ratings_accepted_usual\",severity=\"soft\",table=\"ratings\"} 0.5")
                .contains(
                        "marquee_data_quality_broken{check=\"ratings_accepted_usual\",severity=\"soft\",table=\"ratings\"} 1.0")
                .contains(
                        "marquee_data_quality_broken{check=\"ratings_accepted\",severity=\"hard\",table=\"ratings\"} 0.0")
                .contains("ml_missing_data_rate{column=\"year\",table=\"movies\"} 0.5")
                .contains("marquee_data_quality_loads_total{outcome=\"failed\",source=\"standard\"}")
                .containsPattern("movie_data_freshness_seconds\\{table=\"ratings\"} 36\\d\\d\\.");
    }

    @Test
    void shouldListReportsNewestFirst() throws Exception {
        write("movies.csv", movies(1));
        String first = ingest("standard", false).getString("ingestion_id");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n");
        write("movies.csv", "movieId,title,genres\n1,A,Drama\n");
        String second = ingest("movielens", false).getString("ingestion_id");

        assertThat(reports("")).startsWith(second, first);
        assertThat(reports("?limit=1")).containsExactly(second);
        assertThat(reports("?source=standard")).contains(first).doesNotContain(second);
        given().get("/api/v1/quality/reports?limit=0").then().statusCode(400);
        given().get("/api/v1/ingestions/nope/report")
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no report of ingestion_id nope"));
    }

    private static List<String> reports(String query) {
        return given().get("/api/v1/quality/reports" + query).jsonPath().getList("reports.ingestion_id");
    }

    private static List<String> summary(JsonPath report) {
        return report.<Map<String, Object>>getList("checks").stream()
                .map(check -> check.get("rule") + " " + check.get("status") + " " + check.get("affected") + "/"
                        + check.get("total"))
                .toList();
    }

    private static String volume(JsonPath ended) {
        JsonPath report = given().get("/api/v1/ingestions/" + ended.getString("ingestion_id") + "/report")
                .jsonPath();
        return report.getString("checks.find { it.rule == 'movies_volume' }.status") + " "
                + report.getString("checks.find { it.rule == 'movies_volume' }.observed");
    }

    private static String movies(int count) {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= count; i++) {
            text.append(HostileFile.movie(Integer.toString(i), "Movie " + i));
        }
        return text.toString();
    }

    private List<String> catalogue() throws SQLException {
        return tables.rows("SELECT m::text FROM catalog.movies m ORDER BY 1");
    }

    private JsonPath ingest(String source, boolean dryRun) {
        String id = given().contentType(ContentType.JSON)
                .body(Map.of("source", source, "path", folder.toString(), "dry_run", dryRun))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(202)
                .extract()
                .path("ingestion_id");
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> given().get("/api/v1/ingestions/" + id).jsonPath(), state -> !state.getString("state")
                        .equals("running"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}

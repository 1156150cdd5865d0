package io.marquee.workhorse.ingestion.imdb;

import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.BASICS;
import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.RATINGS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ImdbIngestionTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ObjectStore store;

    @TempDir
    Path path;

    private CatalogueTables tables;
    private ImdbFolder folder;

    @BeforeEach
    void files() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        folder = new ImdbFolder(path);
        folder.gzip(
                "title.basics.tsv.gz",
                BASICS,
                "tt0114709|movie|Toy Story|Toy Story|0|1995|\\N|81|Adventure,Animation,Comedy",
                "tt0000001|short|Carmencita|Carmencita|0|1894|\\N|1|Documentary,Short",
                "tt0113497|movie|Jumanji \"1\"|Jumanji|0|1995|\\N|104|\\N",
                "tt0113228|movie|Broken",
                "tt0113229|movie|Bad year|Bad year|0|19x5|\\N|\\N|Drama",
                "tt0114709|movie|Toy Story again|Toy Story|0|1995|\\N|81|Adventure",
                // With these, more than half of the records are good, as the rules want it.
                "tt1000001|movie|Good 1|Good 1|0|2001|\\N|90|Drama",
                "tt1000002|movie|Good 2|Good 2|0|2002|\\N|90|Drama",
                "tt1000003|movie|Good 3|Good 3|0|2003|\\N|90|Drama",
                "tt1000004|movie|Good 4|Good 4|0|2004|\\N|90|Drama");
        folder.gzip("title.ratings.tsv.gz", RATINGS, "tt0114709|8.3|1094132", "tt0113497|x|1");
    }

    @Test
    void shouldLoadFilmsAndQuarantineBrokenLines() throws SQLException {
        // When
        JsonPath dry = ingest(path.toString(), Map.of(), true);
        JsonPath ended = ingest(path.toString(), Map.of(), false);

        // Then
        assertThat(dry.getString("state")).as(dry.prettify()).isEqualTo("succeeded");
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        assertThat(ended.getInt("movies.accepted")).isEqualTo(6);
        assertThat(dry.getInt("movies.accepted")).isEqualTo(6);
        assertThat(tables.rows(
                        "SELECT title, original_title, year, genres, runtime_minutes, imdb_rating, imdb_votes, adult, imdb_id"
                                + " FROM catalog.movies WHERE imdb_id < 'tt1' ORDER BY imdb_id"))
                .containsExactly(
                        "Jumanji \"1\"|Jumanji|1995|{}|104|null|null|f|tt0113497",
                        "Toy Story|Toy Story|1995|{Adventure,Animation,Comedy}|81|8.3|1094132|f|tt0114709");
        assertThat(tables.rows("SELECT file, line, reason FROM catalog.quarantine ORDER BY file, line"))
                .containsExactly(
                        "title.basics.tsv.gz|5|the row has 3 fields, the header has 9",
                        "title.basics.tsv.gz|6|'startYear' must be a whole number, got: 19x5",
                        "title.basics.tsv.gz|7|the row repeats line 2",
                        "title.ratings.tsv.gz|3|the row must have an averageRating between 0.0 and 10.0, got: x");
    }

    @Test
    void shouldTakeOnlyWhatTheCatalogueKnows() throws Exception {
        // Given
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO catalog.movies (movie_id, title, genres, source, imdb_id)"
                    + " VALUES (2, 'Jumanji', '{}', 'movielens', 'tt0113497'), (3, 'Good 1', '{}', 'movielens', 'tt1000001'),"
                    + " (4, 'Good 2', '{}', 'movielens', 'tt1000002')");
        }

        // When
        JsonPath ended = ingest(path.toString(), Map.of("only_known", true), true);

        // Then
        assertThat(ended.getInt("movies.accepted")).as(ended.prettify()).isEqualTo(3);
    }

    @Test
    void shouldReadFromTheObjectStore() throws Exception {
        // Given
        for (String table : new String[] {"title.basics.tsv.gz", "title.ratings.tsv.gz"}) {
            store.put("imdb-test/" + table, path.resolve(table));
        }

        // When
        JsonPath ended = ingest(store.uri() + "imdb-test", Map.of(), true);

        // Then
        assertThat(ended.getInt("movies.accepted")).as(ended.prettify()).isEqualTo(6);
    }

    @Test
    void shouldRefuseWhatItCannotReadWithoutStarting() {
        refused("s3://elsewhere/imdb", Map.of(), "must be a folder or begin with");
        refused(path.resolve("none").toString(), Map.of(), "must be a folder");
        refused("", Map.of(), "is required: a folder, or options.base_url");
        refused("", Map.of("base_url", "http://10.0.0.1/imdb"), "must be on a host of marquee.download.allowed-hosts");
        refused("", Map.of("base_url", "http://user:secret@x/"), "//…@x/");
        refused(path.toString(), Map.of("votes", 1), "is not an option of imdb");
    }

    @Test
    void shouldSayWhichDownloadsThereAreNot() {
        given().contentType(ContentType.JSON)
                .body(Map.of("dataset", "netflix"))
                .post("/api/v1/downloads")
                .then()
                .statusCode(400)
                .body("detail", containsString("must be movielens or imdb, got: netflix"));
        given().get("/api/v1/downloads/none").then().statusCode(404);
        given().get("/api/v1/downloads").then().statusCode(200).body("downloads.size()", equalTo(0));
    }

    private static void refused(String uri, Map<String, Object> options, String message) {
        given().contentType(ContentType.JSON)
                .body(Map.of("source", "imdb", "source_uri", uri, "options", options))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(400)
                .body("detail", containsString(message));
    }

    private static JsonPath ingest(String uri, Map<String, Object> options, boolean dryRun) {
        String location = given().contentType(ContentType.JSON)
                .body(Map.of("source", "imdb", "source_uri", uri, "options", options, "dry_run", dryRun))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> given().get(location).jsonPath(), run -> !run.getString("state")
                        .equals("running"));
    }
}

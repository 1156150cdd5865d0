package io.marquee.workhorse.ingestion;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.csv.LineReader;
import io.marquee.workhorse.storage.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class IngestionTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ObjectStore store;

    @Inject
    IngestionService service;

    @Inject
    IngestionConfig config;

    @TempDir
    Path folder;

    private CatalogueTables tables;

    @BeforeEach
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
    }

    @Test
    void shouldLoadAMovieLensFolderAndQuarantineItsBrokenRows() throws Exception {
        // Given
        write("movies.csv", """
                movieId,title,genres
                1,Toy Story (1995),Animation|Comedy
                2,"American President, The (1995)",Comedy
                x,Broken (2000),Drama
                3,Babylon 5,(no genres listed)
                2,Again (1995),Drama
                """);
        write("links.csv", """
                movieId,imdbId,tmdbId
                1,0114709,862
                2,0112346,
                9,0000001,1
                """);
        write("ratings.csv", """
                userId,movieId,rating,timestamp
                1,1,4.0,964982703
                1,2,11,964982704
                1,2,3.5,964982705
                2,9,3.0,964982706
                2,1,2.0,964982707
                2,1,2.5,964982708
                2,1,2.0,964982707
                3,1,4.0
                """);

        // When
        JsonPath ended = ingest("movielens");

        // Then
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(ended.getDouble("progress")).isEqualTo(1.0);
        assertThat(counts(ended, "movies")).isEqualTo("5 read, 3 accepted, 2 rejected");
        assertThat(counts(ended, "ratings")).isEqualTo("8 read, 4 accepted, 4 rejected");
        assertThat(tables.rows("SELECT movie_id, title, year, genres, imdb_id, tmdb_id FROM catalog.movies ORDER BY 1"))
                .containsExactly(
                        "1|Toy Story|1995|{Animation,Comedy}|tt0114709|862",
                        "2|American President, The|1995|{Comedy}|tt0112346|null",
                        "3|Babylon 5|null|{}|null|null");
        assertThat(tables.rows(
                        "SELECT user_id, movie_id, rating, extract(epoch FROM rated_at)::bigint, source FROM catalog.ratings"
                                + " ORDER BY 1, 2"))
                .containsExactly(
                        "1|1|4|964982703|movielens", "1|2|3.5|964982705|movielens", "2|1|2.5|964982708|movielens");
        assertThat(tables.rows("SELECT file, line, field, reason, raw FROM catalog.quarantine ORDER BY file, line"))
                .containsExactly(
                        "links.csv|4|movieId|'movieId' names movie 9, which is not in movies.csv|9,0000001,1",
                        "movies.csv|4|movieId|'movieId' must be a whole number, got: x|x,Broken (2000),Drama",
                        "movies.csv|6|movieId|the row repeats line 3|2,Again (1995),Drama",
                        "ratings.csv|3|rating|'rating' must be between 0.5 and 5.0, got: 11|1,2,11,964982704",
                        "ratings.csv|5|movieId|'movieId' names movie 9, which is not in the catalogue|2,9,3.0,964982706",
                        "ratings.csv|8|userId|the row repeats line 6|2,1,2.0,964982707",
                        "ratings.csv|9||the row has 3 fields, the header has 4|3,1,4.0");
        given().get("/api/v1/quarantine?limit=1&ingestion_id=" + ended.getString("ingestion_id"))
                .then()
                .statusCode(200)
                .body("entries.size()", equalTo(1))
                .body("entries[0].file", equalTo("ratings.csv"))
                .body("entries[0].line", equalTo(9));
    }

    @Test
    void shouldArchiveTheFilesAsTheyCame() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,Toy Story (1995),Comedy\nbroken\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n");

        // When
        JsonPath ended = ingest("movielens");

        // Then
        String archive = ended.getString("raw_archive");
        assertThat(archive)
                .matches("s3://[a-z-]+/raw/movielens/dt=\\d{4}-\\d\\d-\\d\\d/" + ended.getString("ingestion_id") + "/");
        String key = archive.substring(archive.indexOf("raw/")) + "movies.csv";
        try (var in = store.open(key)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("movieId,title,genres\n1,Toy Story (1995),Comedy\nbroken\n");
        }
    }

    @Test
    void shouldChangeNothingWhenTheSameFilesComeAgain() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A (1995),Comedy\n2,B (1996),Drama\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n1,2,3,1001\n");
        ingest("movielens");
        String before = tables.only("SELECT string_agg(m::text, ';' ORDER BY movie_id) FROM catalog.movies m")
                + tables.only("SELECT string_agg(r::text, ';' ORDER BY movie_id) FROM catalog.ratings r");

        // When
        JsonPath ended = ingest("movielens");

        // Then
        assertThat(counts(ended, "ratings")).isEqualTo("2 read, 2 accepted, 0 rejected");
        assertThat(tables.only("SELECT string_agg(m::text, ';' ORDER BY movie_id) FROM catalog.movies m")
                        + tables.only("SELECT string_agg(r::text, ';' ORDER BY movie_id) FROM catalog.ratings r"))
                .isEqualTo(before);
    }

    @Test
    void shouldKeepTheNewestRatingAndCorrectOneOfTheSameTime() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A (1995),Comedy\n2,B,Drama\n3,C,Drama\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n1,2,3,1000\n1,3,5,1000\n");
        ingest("movielens");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,1,999\n1,2,1,1001\n1,3,1,1000\n");

        // When
        ingest("movielens");

        // Then
        assertThat(tables.rows("SELECT movie_id, rating FROM catalog.ratings ORDER BY 1"))
                .containsExactly("1|4", "2|1", "3|1");
    }

    @Test
    void shouldAddWhatTheStandardSchemaKnowsWithoutForgettingTheRest() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n7,Seven (1995),Crime\n");
        write("links.csv", "movieId,imdbId,tmdbId\n7,0114369,\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,7,4,1000\n");
        ingest("movielens");
        Files.delete(folder.resolve("ratings.csv"));
        write("movies.csv", """
                title,movie_id,year,genres,director,runtime_minutes,vote_average,vote_count,imdb_id,tmdb_id,extra
                Se7en,7,,,David Fincher,127,8.6,1800000,,807,ignored
                """);

        // When
        JsonPath ended = ingest("standard");

        // Then
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        given().get("/api/v1/movies/7")
                .then()
                .statusCode(200)
                .body("title", equalTo("Se7en"))
                .body("year", equalTo(1995))
                .body("genres", equalTo(java.util.List.of("Crime")))
                .body("director", equalTo("David Fincher"))
                .body("runtime_minutes", equalTo(127f))
                .body("vote_average", equalTo(8.6f))
                .body("imdb_id", equalTo("tt0114369"))
                .body("tmdb_id", equalTo(807))
                .body("provenance.title", equalTo("standard"))
                .body("provenance.year", equalTo("movielens"))
                .body("provenance.overview", equalTo(null));
        // By the id that the film would have had without MovieLens.
        given().get("/api/v1/movies/1000000114369").then().statusCode(200).body("movie_id", equalTo(7));
        given().get("/api/v1/movies?ids=2000000000807").then().body("movies.movie_id", equalTo(java.util.List.of(7)));
        assertThat(tables.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("1");
    }

    @Test
    void shouldLeaveNothingHalfWrittenWhenAFileBreaksInTheMiddle() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A (1995),Comedy\nnot,good\n");
        write(
                "ratings.csv",
                "userId,movieId,rating,timestamp\n1,1,4,1000\n" + "7".repeat(LineReader.MAX_LINE_BYTES + 10));

        // When
        JsonPath ended = ingest("movielens");

        // Then
        assertThat(ended.getString("state")).isEqualTo("failed");
        assertThat(ended.getString("error"))
                .isEqualTo("ratings.csv: line 3 is longer than 1048576 bytes; this is not a CSV file");
        assertThat(counts(ended, "movies")).endsWith("0 accepted, " + ended.getInt("movies.rejected") + " rejected");
        for (String table : new String[] {"movies", "ratings", "quarantine"}) {
            assertThat(tables.only("SELECT count(*) FROM catalog." + table))
                    .as(table)
                    .isEqualTo("0");
        }
    }

    @Test
    void shouldTellOfTheQualityOfTheDataWithTheLoad() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A (1995),Comedy\nnot,good,x\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n");

        // When
        String id = ingest("movielens").getString("ingestion_id");

        // Then
        try (TopicReader topic = new TopicReader("movie-data-quality")) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(topic.values())
                    .anySatisfy(json -> assertThat(json)
                            .contains(
                                    id,
                                    "\"dataset_name\":\"catalog.movies\"",
                                    "\"status\":\"failed\"",
                                    "\"score\":0.5"))
                    .anySatisfy(json -> assertThat(json)
                            .contains(id, "\"dataset_name\":\"catalog.ratings\"", "\"status\":\"passed\"")));
        }
    }

    @Test
    void shouldAnswerBadRequestsWithTheReason() throws IOException {
        write("movies.csv", "movieId,name\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n");
        assertProblem(Map.of("source", "movielens", "path", "/no/such/folder"), 400)
                .body("detail", equalTo("'path' must be a folder that exists on this machine, got: /no/such/folder"))
                .body("field", equalTo("path"));
        assertProblem(Map.of("source", "movielens", "path", folder.toString()), 422)
                .body("detail", equalTo("movies.csv: column 'title' is missing, the header is: movieId,name"));
        assertProblem(Map.of("source", "netflix", "path", "/tmp"), 400)
                .body("detail", startsWith("'source' must be one of "))
                .body("detail", org.hamcrest.Matchers.containsString("movielens, "))
                .body("detail", org.hamcrest.Matchers.endsWith(", got: netflix"));
        assertProblem(Map.of("source", "movielens"), 400).body("field", equalTo("path"));
        assertProblem(Map.of("path", "/tmp"), 400).body("field", equalTo("source"));
        given().contentType(ContentType.JSON).post("/api/v1/ingestions").then().statusCode(400);
        given().contentType(ContentType.JSON)
                .body("{\"source\":")
                .post("/api/v1/ingestions")
                .then()
                .statusCode(400);
        given().get("/api/v1/ingestions/nope")
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no ingestion_id nope"));
        given().get("/api/v1/movies/404404").then().statusCode(404);
        given().get("/api/v1/quarantine?limit=0").then().statusCode(400);
        given().get("/api/v1/movies?limit=100000").then().statusCode(400);
        given().get("/api/v1/movies?ids=1,two").then().statusCode(400);
    }

    @Test
    void shouldFindMoviesByTitleAndByIds() throws SQLException {
        // Given
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'The Story', 'standard'),"
                + " (2, 'Story of 100%', 'standard'), (3, 'Nothing', 'standard')");

        // When / Then
        given().get("/api/v1/movies?query=story")
                .then()
                .statusCode(200)
                .body("movies.movie_id", equalTo(java.util.List.of(2, 1)));
        given().queryParam("query", "0%")
                .get("/api/v1/movies")
                .then()
                .body("movies.movie_id", equalTo(java.util.List.of(2)));
        given().queryParam("ids", "3, 99,1")
                .get("/api/v1/movies")
                .then()
                .body("movies.movie_id", equalTo(java.util.List.of(3, 1)));
        given().get("/api/v1/datasets")
                .then()
                .body("datasets.find { it.name == 'movies' }.rows", equalTo(3))
                .body("datasets.find { it.name == 'ratings' }.rows", equalTo(0));
    }

    @Test
    void shouldGiveTheWholeCataloguePageByPage() throws SQLException {
        // Given
        tables.execute("INSERT INTO catalog.movies (movie_id, title, popularity, source)"
                + " VALUES (5, 'C', NULL, 'standard'), (-1, 'A', 2.5, 'standard'), (3, 'B', NULL, 'standard')");

        // When / Then
        given().get("/api/v1/movies?after=-9223372036854775808&limit=2")
                .then()
                .statusCode(200)
                .body("movies.movie_id", equalTo(java.util.List.of(-1, 3)))
                .body("movies[0].popularity", equalTo(2.5f));
        given().get("/api/v1/movies?after=3&limit=2").then().body("movies.movie_id", equalTo(java.util.List.of(5)));
        given().get("/api/v1/movies?after=5&limit=2").then().body("movies", hasSize(0));
    }

    @Test
    void shouldShowWhatEachSourceSays() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n838,Emma (1996),Comedy\n26958,Emma (1996),Drama\n");
        write("links.csv", "movieId,imdbId,tmdbId\n838,0116191,3573\n26958,0118308,3573\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,838,4,1000\n");
        ingest("movielens");

        // When / Then
        given().get("/api/v1/movies/2000000003573/sources")
                .then()
                .statusCode(200)
                .body("movie_id", equalTo(838))
                .body("aliases", equalTo(java.util.List.of(1_000_000_116_191L, 2_000_000_003_573L)))
                .body("records.source", equalTo(java.util.List.of("movielens")))
                .body("records[0].values.title", equalTo("Emma"))
                .body("records[0].values.tmdb_id", equalTo(3573))
                .body("conflicts", equalTo(java.util.List.of()));
        given().get("/api/v1/movie-conflicts")
                .then()
                .statusCode(200)
                .body("conflicts.movie_id", equalTo(java.util.List.of(26958)))
                .body("conflicts[0].column", equalTo("tmdb_id"))
                .body("conflicts[0].claimed", equalTo("3573"))
                .body("conflicts[0].kept", equalTo(null));
        given().get("/api/v1/movies/404404/sources").then().statusCode(404);
    }

    @Test
    void shouldReadAndReportButLoadNothingInADryRun() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A (1995),Comedy\n2,B (1996),Drama\nx,C,Drama\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n1,2,3,1000\n1,9,3,1000\n");

        // When
        JsonPath ended = ended(given().contentType(ContentType.JSON)
                .body(Map.of("source", "movielens", "source_uri", folder.toString(), "dry_run", true))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(202)
                .extract()
                .path("ingestion_id"));

        // Then
        assertThat(ended.getBoolean("dry_run")).isTrue();
        assertThat(ended.getString("source_uri")).isEqualTo(ended.getString("path"));
        assertThat(counts(ended, "movies")).isEqualTo("3 read, 2 accepted, 1 rejected");
        assertThat(counts(ended, "ratings")).isEqualTo("3 read, 2 accepted, 1 rejected");
        assertThat(ended.getDouble("rows_per_second")).isPositive();
        assertThat(ended.getList("report.checks")).isNotEmpty();
        assertThat(ended.getString("raw_archive")).isNull();
        for (String table : new String[] {"movies", "movie_records", "ratings", "quarantine"}) {
            assertThat(tables.only("SELECT count(*) FROM catalog." + table))
                    .as(table)
                    .isEqualTo("0");
        }
    }

    @Test
    void shouldFailRunsThatACrashLeftBehind() throws SQLException {
        // Given
        String columns =
                "INSERT INTO catalog.ingestions (ingestion_id, source, path, worker, state, started_at, heartbeat_at)";
        tables.execute(
                columns + " VALUES ('mine', 'standard', '/x', '" + config.worker() + "', 'running', now(), now())");
        tables.execute(columns + " VALUES ('other', 'standard', '/x', 'other:1', 'running', now(), now())");
        tables.execute(columns
                + " VALUES ('silent', 'standard', '/x', 'other:2', 'running', now(), now() - interval '61 seconds')");

        // When
        service.failAbandonedRuns(new StartupEvent());
        service.failSilentRuns();

        // Then
        assertThat(tables.rows("SELECT ingestion_id, state FROM catalog.ingestions ORDER BY 1"))
                .containsExactly("mine|failed", "other|running", "silent|failed");
        given().get("/api/v1/ingestions/mine")
                .then()
                .body("error", equalTo("the service stopped while this ran; nothing of it was loaded"));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MARQUEE_DATA", matches = ".+")
    void shouldLoadTheRealMovieLensSetWhole() throws Exception {
        // Given
        Path real = Path.of(System.getenv("MARQUEE_DATA"), "ml-latest-small");

        // When
        JsonPath ended = ingest("movielens", real);

        // Then
        assertThat(ended.getString("state")).as(ended.getString("error")).isEqualTo("succeeded");
        assertThat(counts(ended, "movies")).isEqualTo("9742 read, 9742 accepted, 0 rejected");
        assertThat(counts(ended, "ratings")).isEqualTo("100836 read, 100836 accepted, 0 rejected");
        assertThat(tables.only("SELECT count(*), count(year), count(imdb_id) FROM catalog.movies"))
                .isEqualTo("9742|9730|9742");
    }

    private JsonPath ingest(String source) {
        return ingest(source, folder);
    }

    private static JsonPath ingest(String source, Path path) {
        String id = given().contentType(ContentType.JSON)
                .body(Map.of("source", source, "path", path.toString()))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(202)
                .header("Location", org.hamcrest.Matchers.containsString("/api/v1/ingestions/"))
                .extract()
                .path("ingestion_id");
        return ended(id);
    }

    private static JsonPath ended(String id) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> given().get("/api/v1/ingestions/" + id)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        state -> !state.getString("state").equals("running"));
    }

    private static io.restassured.response.ValidatableResponse assertProblem(Map<String, String> body, int status) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/ingestions")
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    private static String counts(JsonPath ingestion, String kind) {
        return ingestion.getInt(kind + ".read") + " read, " + ingestion.getInt(kind + ".accepted") + " accepted, "
                + ingestion.getInt(kind + ".rejected") + " rejected";
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}

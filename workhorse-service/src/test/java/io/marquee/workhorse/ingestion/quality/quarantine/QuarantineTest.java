package io.marquee.workhorse.ingestion.quality.quarantine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

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
import io.restassured.response.ValidatableResponse;
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
class QuarantineTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    InteractionService interactions;

    @TempDir
    Path folder;

    private CatalogueTables tables;

    @BeforeEach
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE catalog.quarantine_history");
    }

    @Test
    void shouldListAndCountByWhatIsAsked() throws Exception {
        // Given
        String id = ingestSample();

        // When / Then
        assertThat(entries("")).hasSize(5);
        assertThat(entries("?ingestion_id=" + id)).hasSize(5);
        assertThat(entries("?ingestion_id=nope")).isEmpty();
        assertThat(entries("?table=ratings")).hasSize(3);
        assertThat(entries("?source=movielens&field=rating")).hasSize(2);
        assertThat(entries("?reason=NOT IN THE CATALOGUE")).hasSize(1);
        List<Integer> newest = entries("?limit=2");
        assertThat(entries("?limit=2&before=" + newest.getLast())).hasSize(2).doesNotContainAnyElementsOf(newest);
        given().get("/api/v1/quarantine?table=movies&field=movieId")
                .then()
                .body("entries[0].file", equalTo("movies.csv"))
                .body("entries[0].source", equalTo("movielens"))
                .body("entries[0].table", equalTo("movies"))
                .body("entries[0].raw", equalTo("x,Broken (2000),Drama"))
                .body("entries[0].fields.movie_id", equalTo("x"))
                .body("entries[0].fields.title", equalTo("Broken"))
                .body("entries[0].replayable", equalTo(true))
                .body("entries[0].tries", equalTo(0));
        List<Map<String, Object>> counts =
                given().get("/api/v1/quarantine/counts").jsonPath().getList("counts");
        assertThat(counts.stream()
                        .map(count -> count.get("table") + " " + count.get("reason") + " " + count.get("entries") + "/"
                                + count.get("replayable")))
                .containsExactly(
                        "ratings 'rating' must be between N.N and N.N 2/2",
                        "movies the row has N fields, the header has N 1/0",
                        "movies 'movieId' must be a whole number 1/1",
                        "ratings 'movieId' names movie N, which is not in the catalogue 1/1");
    }

    @Test
    void shouldAcceptRowsAfterTheirCorrection() throws Exception {
        // Given
        ingestSample();
        int broken = entries("?table=movies&field=movieId").getFirst();
        List<Integer> ratings = entries("?field=rating");

        // When
        JsonPath ended = replay(Map.of(
                "ids",
                List.of(broken, ratings.getFirst(), ratings.getLast()),
                "corrections",
                Map.of(
                        Integer.toString(broken),
                        Map.of("movie_id", 4),
                        ratings.getFirst().toString(),
                        Map.of("rating", "3.5"))));

        // Then
        assertThat(ended.getString("state")).as(ended.getString("error")).isEqualTo("succeeded");
        assertThat(ended.getString("source")).isEqualTo("quarantine");
        assertThat(ended.getInt("movies.accepted")).isEqualTo(1);
        assertThat(ended.getInt("ratings.accepted")).isEqualTo(1);
        assertThat(ended.getInt("ratings.rejected")).isEqualTo(1);
        assertThat(tables.only("SELECT title, year, genres, source FROM catalog.movies WHERE movie_id = 4"))
                .isEqualTo("Broken|2000|{Drama}|movielens");
        assertThat(tables.only("SELECT user_id, movie_id, rating FROM catalog.ratings WHERE rating = 3.5"))
                .isEqualTo("1|2|3.5");
        assertThat(entries("?field=rating")).containsExactly(ratings.getLast());
        given().get("/api/v1/quarantine?field=rating")
                .then()
                .body("entries[0].tries", equalTo(1))
                .body("entries[0].line", equalTo(3))
                .body("entries[0].reason", equalTo("'rating' must be between 0.5 and 5.0, got: 9"));
        given().get("/api/v1/quarantine/history")
                .then()
                .body("entries.size()", equalTo(2))
                .body("entries.action.unique()", equalTo(List.of("replayed")))
                .body("entries[0].ingestion_id", equalTo(ended.getString("ingestion_id")))
                .body(
                        "entries.find { it.quarantine_id == " + broken + " }.entry.raw",
                        equalTo("x,Broken (2000),Drama"));
    }

    @Test
    void shouldAcceptARatingOnceItsMovieHasArrived() throws Exception {
        // Given
        String id = ingestSample();
        int lost = entries("?reason=catalogue").getFirst();
        JsonPath tooEarly = replay(Map.of("ids", List.of(lost)));
        assertThat(tooEarly.getInt("ratings.rejected")).isEqualTo(1);
        assertThat(entries("?reason=catalogue")).containsExactly(lost);
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (9, 'Late', 'standard')");

        // When
        JsonPath ended = replay(Map.of("ingestion_id", id, "table", "ratings", "reason", "not in the catalogue"));

        // Then
        assertThat(ended.getInt("ratings.accepted")).isEqualTo(1);
        assertThat(entries("?reason=catalogue")).isEmpty();
        assertThat(tables.only("SELECT rating, source FROM catalog.ratings WHERE movie_id = 9"))
                .isEqualTo("3|movielens");
    }

    @Test
    void shouldReplayARowThatCouldNotBeTakenApartOnlyWithAllItsValues() throws Exception {
        // Given
        ingestSample();
        int defect = entries("?reason=fields").getFirst();

        // When / Then
        post(Map.of("ids", List.of(defect)))
                .statusCode(422)
                .body("detail", equalTo("none of these can be replayed as they are: [" + defect + "]"));
        JsonPath ended = replay(Map.of(
                "ids",
                List.of(defect),
                "corrections",
                Map.of(
                        Integer.toString(defect),
                        Map.of("movie_id", 5, "title", "Five", "genres", List.of("War", "Drama")))));
        assertThat(ended.getInt("movies.accepted")).isEqualTo(1);
        assertThat(tables.only("SELECT title, genres FROM catalog.movies WHERE movie_id = 5"))
                .isEqualTo("Five|{War,Drama}");
    }

    @Test
    void shouldNotLetARepeatedRowWinByAccident() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A,Drama\n2,B,Drama\n1,Again,War\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n");
        String id = ingest();
        int repeated = entries("?reason=repeats").getFirst();

        // When / Then
        post(Map.of("ingestion_id", id)).statusCode(422).body("detail", containsString("nothing of that"));
        assertThat(tables.only("SELECT title FROM catalog.movies WHERE movie_id = 1"))
                .isEqualTo("A");
        replay(Map.of("ids", List.of(repeated)));
        assertThat(tables.only("SELECT title FROM catalog.movies WHERE movie_id = 1"))
                .isEqualTo("Again");
    }

    @Test
    void shouldTryAReplayWithoutLoading() throws Exception {
        // Given
        ingestSample();
        int broken = entries("?field=movieId&table=movies").getFirst();

        // When
        JsonPath ended = replay(Map.of(
                "ids",
                List.of(broken),
                "dry_run",
                true,
                "corrections",
                Map.of(Integer.toString(broken), Map.of("movie_id", "4"))));

        // Then
        assertThat(ended.getInt("movies.accepted")).isEqualTo(1);
        assertThat(entries("")).hasSize(5);
        assertThat(tables.only("SELECT count(*) FROM catalog.movies")).isEqualTo("2");
    }

    @Test
    void shouldKeepWholeWhatIsLongAndSayWhatIsTooLong() throws Exception {
        // Given
        write(
                "movies.csv",
                "movieId,title,genres\n1,A,Drama\n2,B,Drama\n3,C,Drama\n4," + "x".repeat(50_000) + ",Drama\n5,"
                        + "y".repeat(70_000) + ",Drama\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n");
        ingest();
        int kept = entries("?reason=50000").getFirst();
        int cut = entries("?reason=70000").getFirst();

        // When / Then
        given().get("/api/v1/quarantine?reason=50000")
                .then()
                .body("entries[0].raw.length()", equalTo(50_008))
                .body("entries[0].raw_cut", equalTo(false))
                .body("entries[0].replayable", equalTo(true));
        given().get("/api/v1/quarantine?reason=70000")
                .then()
                .body("entries[0].raw.length()", equalTo(KeptRecord.MAX_CHARS))
                .body("entries[0].raw_cut", equalTo(true))
                .body("entries[0].fields", nullValue())
                .body("entries[0].replayable", equalTo(false));
        Map<String, Object> shorter = Map.of("title", "Short");
        replay(Map.of("ids", List.of(kept), "corrections", Map.of(Integer.toString(kept), shorter)));
        assertThat(tables.only("SELECT title FROM catalog.movies WHERE movie_id = 4"))
                .isEqualTo("Short");
        post(Map.of("ids", List.of(cut), "corrections", Map.of(Integer.toString(cut), shorter)))
                .statusCode(422);
    }

    @Test
    void shouldReplayEvents() throws Exception {
        // Given: a rating of a movie that is not there, and one by nobody
        UserInteraction lost = rating(7, 70L);
        UserInteraction nobody = rating(0, 71L);
        interactions.store(List.of(lost, nobody));
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (71, 'B', 'standard')");
        int lostId = entries("?source=interaction&field=content_id").getFirst();
        int nobodyId = entries("?table=interactions&field=user_id").getFirst();

        // When / Then: still not there, and still nobody
        post(Map.of("source", "interaction"))
                .statusCode(202)
                .body("events_accepted", equalTo(0))
                .body("events_refused", equalTo(2))
                .body("ingestions.size()", equalTo(0));
        assertThat(entries("")).containsExactlyInAnyOrder(lostId, nobodyId);
        assertThat(tables.only("SELECT count(*) FROM catalog.ratings")).isEqualTo("0");

        // When
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (70, 'A', 'standard')");
        post(Map.of("source", "interaction", "corrections", Map.of(Integer.toString(nobodyId), Map.of("user_id", 8))))
                .statusCode(202)
                .body("events_accepted", equalTo(2))
                .body("events_refused", equalTo(0));

        // Then
        assertThat(entries("")).isEmpty();
        assertThat(tables.rows("SELECT user_id, movie_id, rating, source FROM catalog.ratings ORDER BY 1"))
                .containsExactly("7|70|4|interaction", "8|71|4|interaction");
        assertThat(tables.only("SELECT count(*) FROM catalog.interaction_events"))
                .isEqualTo("2");
        // A redelivery changes nothing.
        interactions.store(List.of(lost));
        assertThat(entries("")).isEmpty();
    }

    @Test
    void shouldKeepWhatIsDiscardedInTheHistory() throws Exception {
        // Given
        String id = ingestSample();
        int one = entries("?table=movies").getFirst();

        // When / Then
        given().delete("/api/v1/quarantine/" + one).then().statusCode(400).body("field", equalTo("reason"));
        given().delete("/api/v1/quarantine/" + one + "?reason=a test row")
                .then()
                .statusCode(200)
                .body("discarded", equalTo(1));
        given().delete("/api/v1/quarantine/" + one + "?reason=again").then().statusCode(404);
        given().delete("/api/v1/quarantine?reason=all").then().statusCode(400);
        given().delete("/api/v1/quarantine?ingestion_id=" + id + "&table=ratings&reason=old")
                .then()
                .statusCode(200)
                .body("discarded", equalTo(3));
        assertThat(entries("")).hasSize(1);
        given().get("/api/v1/quarantine/history")
                .then()
                .body("entries.size()", equalTo(4))
                .body("entries.action.unique()", equalTo(List.of("discarded")))
                .body("entries[3].reason", equalTo("a test row"))
                .body("entries[3].quarantine_id", equalTo(one))
                .body("entries[3].entry.file", equalTo("movies.csv"));
    }

    @Test
    void shouldExportForASpreadsheetWithoutFormulas() throws Exception {
        // Given
        write("movies.csv", "movieId,title,genres\n1,A,Drama\n2,B,Drama\n=cmd|' /C calc'!A0,Evil,Drama\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n1,1,4,1000\n");
        ingest();

        // When
        String csv = given().get("/api/v1/quarantine/export")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();

        // Then
        assertThat(csv.split("\r\n"))
                .hasSize(2)
                .satisfies(lines -> assertThat(lines[0]).startsWith("quarantine_id,ingestion_id,source"))
                .satisfies(lines -> assertThat(lines[1]).endsWith(",true,\"'=cmd|' /C calc'!A0,Evil,Drama\""));
    }

    @Test
    void shouldAnswerBadRequestsWithTheReason() throws Exception {
        ingestSample();
        int id = entries("?table=movies&field=movieId").getFirst();
        post(Map.of()).statusCode(400).body("field", equalTo("ids"));
        post(Map.of("ids", List.of(999_999))).statusCode(422);
        post(Map.of("ids", List.of(id), "corrections", Map.of("x", Map.of("title", "A"))))
                .statusCode(400)
                .body("detail", equalTo("'corrections' must be by quarantine_id, got: x"));
        post(Map.of("ids", List.of(id), "corrections", Map.of("999999", Map.of("title", "A"))))
                .statusCode(400)
                .body("detail", containsString("must be for entries that are meant"));
        post(Map.of("ids", List.of(id), "corrections", Map.of(Integer.toString(id), Map.of("name", "A"))))
                .statusCode(400)
                .body("detail", containsString("must name columns of movies: movie_id, title"));
        post(Map.of("ids", List.of(id), "corrections", Map.of(Integer.toString(id), Map.of())))
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .body(Map.of("source", "quarantine", "options", Map.of("ids", "all")))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(400)
                .body("field", equalTo("options.ids"));
        given().get("/api/v1/quarantine?limit=0").then().statusCode(400);
        assertThat(entries("")).hasSize(5);
    }

    /** Two movies and three ratings that are good, and five rows that are not. */
    private String ingestSample() throws IOException {
        write("movies.csv", """
                movieId,title,genres
                1,A (1995),Drama
                x,Broken (2000),Drama
                2,B (1996),Drama
                4,Four
                """);
        write("ratings.csv", """
                userId,movieId,rating,timestamp
                1,1,4,1000
                2,1,9,1000
                1,2,11,1001
                2,9,3,1002
                3,1,4,1003
                3,2,4,1004
                """);
        return ingest();
    }

    private String ingest() {
        String id = given().contentType(ContentType.JSON)
                .body(Map.of("source", "movielens", "path", folder.toString()))
                .post("/api/v1/ingestions")
                .then()
                .statusCode(202)
                .extract()
                .path("ingestion_id");
        assertThat(ended(id).getString("error")).isNull();
        return id;
    }

    private static JsonPath replay(Map<String, Object> request) {
        String id = post(request)
                .statusCode(202)
                .body("ingestions.size()", equalTo(1))
                .header("Location", containsString("/api/v1/ingestions/"))
                .extract()
                .path("ingestions[0].ingestion_id");
        return ended(id);
    }

    private static ValidatableResponse post(Map<String, Object> request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/quarantine/replay")
                .then();
    }

    private static JsonPath ended(String ingestionId) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> given().get("/api/v1/ingestions/" + ingestionId).jsonPath(),
                        state -> !state.getString("state").equals("running"));
    }

    private static List<Integer> entries(String query) {
        return given().get("/api/v1/quarantine" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("entries.quarantine_id");
    }

    private static UserInteraction rating(long user, long movie) {
        Instant now = Instant.now().minusSeconds(60);
        return UserInteraction.rating(EventId.next(now), now, "test", user, movie, 4.0);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}

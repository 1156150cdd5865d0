package io.marquee.workhorse.ingestion.file;

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
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FileIngestionTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ObjectStore store;

    @TempDir
    Path folder;

    private CatalogueTables tables;

    @BeforeEach
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
    }

    @Test
    void shouldLoadSemicolonsInAnotherEncodingWithOwnColumnNames() throws Exception {
        // Given
        Files.write(folder.resolve("films.csv"), """
                id;Name;Jahr;genres
                1;"Die fabelhafte Welt der Amélie; 2001";2001;Comedy|Romance
                2;Das Boot;1981;
                3;zu viele;1981;;
                """.getBytes(Charset.forName("ISO-8859-1")));

        // When
        JsonPath ended = ingest(
                folder + "/films.csv",
                Map.of(
                        "table", "movies",
                        "delimiter", ";",
                        "encoding", "ISO-8859-1",
                        "columns", Map.of("movie_id", "id", "title", "Name", "year", "Jahr")));

        // Then
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        assertThat(movies())
                .containsExactly("1|Die fabelhafte Welt der Amélie; 2001|2001|{Comedy,Romance}", "2|Das Boot|1981|{}");
        assertThat(tables.rows("SELECT file, line, reason, raw FROM catalog.quarantine"))
                .containsExactly("films.csv|4|the row has 5 fields, the header has 4|3;zu viele;1981;;");
        assertThat(ended.getString("raw_archive")).contains("/raw/file/dt=");
    }

    @Test
    void shouldLoadPackedPartsFromTheObjectStore() throws Exception {
        // Given
        store.put("in/part-1.tsv.gz", gzip("movie_id\ttitle\tgenres\n1\tToy Story\tComedy\n"));
        store.put("in/part-2.tsv.gz", gzip("movie_id\ttitle\tgenres\n2\tHeat\tCrime\n3\t\t\n"));
        store.put("in/_SUCCESS", new byte[0]);

        // When
        JsonPath ended = ingest(store.uri() + "in/part-*.tsv.gz", Map.of("table", "movies"));

        // Then
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        assertThat(movies()).containsExactly("1|Toy Story|null|{Comedy}", "2|Heat|null|{Crime}");
        assertThat(ended.getInt("movies.read")).isEqualTo(3);
        assertThat(tables.rows("SELECT file, line FROM catalog.quarantine")).containsExactly("part-2.tsv.gz|3");
    }

    @Test
    void shouldLoadJsonLinesAndPutTheBrokenOnesIntoQuarantine() throws Exception {
        // Given
        Files.writeString(folder.resolve("films.jsonl"), """
                {"movie_id": 1, "title": "Toy Story", "genres": ["Animation", "Comedy"], "year": 1995}
                {"movie_id": 2, "title": "Heat", "genres": []}
                {"movie_id": 6, "title": "Alien", "genres": [], "year": 1979}

                {"movie_id": 3, "title": "Cut of
                {"movie_id": "four", "title": "Four", "genres": []}
                [5]
                """);

        // When
        JsonPath ended = ingest(folder + "/films.jsonl", Map.of("table", "movies"));

        // Then
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        assertThat(movies())
                .containsExactly("1|Toy Story|1995|{Animation,Comedy}", "2|Heat|null|{}", "6|Alien|1979|{}");
        assertThat(tables.rows("SELECT line, reason FROM catalog.quarantine ORDER BY line"))
                .containsExactly(
                        "5|the row is not a JSON object",
                        "6|'movie_id' must be a whole number, got: four",
                        "7|the row is not a JSON object");
    }

    @Test
    void shouldLoadParquet() throws Exception {
        // Given
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'Toy Story', 'test')");
        Path file = folder.resolve("ratings.parquet");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 7 AS user_id, 1 AS movie_id, 4.5::FLOAT AS rating,"
                    + " TIMESTAMP '2020-01-01 00:00:00' AS rated_at) TO '" + file + "' (FORMAT parquet)");
        }

        // When
        JsonPath ended = ingest("file://" + file, Map.of("table", "ratings"));

        // Then
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        assertThat(tables.rows("SELECT user_id, movie_id, rating, extract(epoch FROM rated_at)::bigint, source"
                        + " FROM catalog.ratings"))
                .containsExactly("7|1|4.5|1577836800|file");
    }

    @Test
    void shouldRefuseWhatItCannotRead() throws IOException {
        Files.writeString(folder.resolve("films.xml"), "<films/>");
        Files.writeString(folder.resolve("ratings.csv"), "user;movie;stars\n1;1;5\n");
        Files.write(folder.resolve("broken.csv.gz"), new byte[] {1, 2, 3});
        Files.writeString(folder.resolve("broken.parquet"), "PAR1");

        refused("/films.xml", Map.of("table", "movies"))
                .statusCode(400)
                .body("detail", containsString("the format of 'films.xml' cannot be told"));
        refused("/films.xml", Map.of("table", "films")).statusCode(400).body("field", equalTo("options.table"));
        refused("/films.xml", Map.of("table", "movies", "sheet", 1))
                .statusCode(400)
                .body("field", equalTo("options.sheet"));
        refused("/films.xml", Map.of("table", "movies", "format", "xml"))
                .statusCode(400)
                .body("field", equalTo("options.format"));
        refused("/films.xml", Map.of("table", "movies", "encoding", "?"))
                .statusCode(400)
                .body("field", equalTo("options.encoding"));
        refused("/ratings.csv", Map.of("table", "ratings", "delimiter", ";;"))
                .statusCode(400)
                .body("field", equalTo("options.delimiter"));
        refused("/ratings.csv", Map.of("table", "ratings", "delimiter", ";"))
                .statusCode(400)
                .body(
                        "detail",
                        containsString(
                                "must say what is user_id and movie_id; ratings.csv has the columns user, movie, stars"));
        refused("/ratings.csv", Map.of("table", "ratings", "columns", Map.of("stars", "stars")))
                .statusCode(400)
                .body("field", equalTo("options.columns"));
        refused("/missing.csv", Map.of("table", "movies"))
                .statusCode(400)
                .body("detail", containsString("there is no file"));
        refused("/../x.csv", Map.of("table", "movies"))
                .statusCode(400)
                .body("detail", containsString("must not go up"));
        refused("/broken.csv.gz", Map.of("table", "movies"))
                .statusCode(422)
                .body("detail", containsString("cannot be unpacked"));
        refused("/broken.parquet", Map.of("table", "movies"))
                .statusCode(422)
                .body("detail", containsString("cannot be read as Parquet"));
    }

    private java.util.List<String> movies() throws SQLException {
        return tables.rows("SELECT movie_id, title, year, genres FROM catalog.movies ORDER BY 1");
    }

    private ValidatableResponse refused(String path, Map<String, Object> options) {
        return post(folder + path, options);
    }

    private static ValidatableResponse post(String sourceUri, Map<String, Object> options) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("source", "file", "source_uri", sourceUri, "options", options))
                .post("/api/v1/ingestions")
                .then();
    }

    private static JsonPath ingest(String sourceUri, Map<String, Object> options) {
        String location = post(sourceUri, options).statusCode(202).extract().header("Location");
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> given().get(location)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        run -> !run.getString("state").equals("running"));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}

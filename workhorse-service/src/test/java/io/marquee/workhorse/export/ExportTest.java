package io.marquee.workhorse.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class ExportTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ObjectStore store;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String jdbcUrl;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @TempDir
    Path folder;

    private CatalogueTables tables;

    @BeforeEach
    void fillCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("INSERT INTO catalog.movies (movie_id, title, year, genres, source) VALUES"
                + " (1, 'Toy Story', 1995, '{Animation,Comedy}', 'test'), (2, '=1+1', NULL, '{}', 'test')");
        tables.execute("INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES"
                + " (7, 1, 4.5, '2020-01-01T00:00:00Z', 'test')");
    }

    @Test
    void shouldWriteAQueryToAPackedFileOfTheObjectStore() throws Exception {
        // Given
        String bucket = store.uri();
        store.put("exports/first", new byte[] {1});

        // When
        JsonPath ended = export(Map.of(
                "source",
                "SELECT movie_id, title, year, genres FROM movies ORDER BY movie_id",
                "target",
                bucket + "exports/movies.csv.gz",
                "spreadsheet_safe",
                true));

        // Then
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        assertThat(ended.getLong("rows")).isEqualTo(2);
        try (InputStream in = new GZIPInputStream(store.open("exports/movies.csv.gz"))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("""
                    movie_id,title,year,genres
                    1,Toy Story,1995,"[""Animation"",""Comedy""]"
                    2,'=1+1,,[]
                    """);
        }
    }

    @Test
    void shouldWriteATableToAFile() throws Exception {
        JsonPath ended = export(Map.of("source", "ratings", "target", folder + "/ratings.jsonl"));

        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(Files.readString(folder.resolve("ratings.jsonl")))
                .startsWith("{\"user_id\":7,\"movie_id\":1,\"rating\":4.5,\"rated_at\":\"2020-01-01T00:00:00Z\"");
    }

    @Test
    void shouldUpsertIntoATableOfADatabase() throws Exception {
        // Given
        Path file = folder.resolve("target.db");
        Map<String, Object> request = Map.of(
                "source", "SELECT movie_id, title FROM movies",
                "target", "sqlite:///" + file,
                "table", "films",
                "mode", "upsert",
                "keys", List.of("movie_id"));
        export(request);
        tables.execute("UPDATE catalog.movies SET title = 'Toy Story (1995)' WHERE movie_id = 1");

        // When
        JsonPath ended = export(request);

        // Then
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT group_concat(title, '|') FROM (SELECT title FROM films ORDER BY movie_id)")) {
            assertThat(rows.getString(1)).isEqualTo("Toy Story (1995)|=1+1");
        }
    }

    @Test
    void shouldSayWhyAnExportFailed() {
        JsonPath ended = export(Map.of(
                "source", "movies",
                "target", uri().replace(password, "wrong-secret"),
                "table", "films"));

        assertThat(ended.getString("state")).isEqualTo("failed");
        assertThat(ended.getString("error")).contains("the server refuses the user or the password");
        assertThat(ended.prettify()).doesNotContain("wrong-secret");
    }

    @Test
    void shouldExportTheCatalogueAndNothingElse() {
        refused("SELECT * FROM tracking.experiments").body("detail", containsString("got: tracking.experiments"));
        refused("SELECT * FROM pg_shadow").body("detail", containsString("got: pg_shadow"));
        refused("SELECT * FROM PG_AUTHID").body("detail", containsString("tables of the schema catalog"));
        refused("SELECT * FROM pg_catalog.pg_authid").body("detail", containsString("tables of the schema catalog"));
        refused("SELECT (SELECT max(usename) FROM pg_user) FROM movies").body("detail", containsString("got: pg_user"));
        refused("WITH x AS (SELECT * FROM information_schema.tables) SELECT * FROM x")
                .body("detail", containsString("got: information_schema.tables"));
        refused("DELETE FROM movies").body("detail", containsString("the query is refused"));
        refused("SELECT pg_read_file('/etc/passwd')").body("detail", containsString("does more than read"));
        assertThat(Files.exists(folder.resolve("x.csv"))).isFalse();
    }

    @Test
    void shouldRefuseWhatDoesNotFitTogether() {
        post(Map.of("source", "movies", "target", folder + "/x.csv", "table", "t"))
                .statusCode(400)
                .body("field", equalTo("table"));
        post(Map.of("source", "movies", "target", uri())).statusCode(400).body("field", equalTo("table"));
        post(Map.of("source", "movies", "target", uri(), "table", "t", "mode", "upsert"))
                .statusCode(400)
                .body("field", equalTo("keys"));
        post(Map.of("source", "movies", "target", uri(), "table", "t", "mode", "append"))
                .statusCode(400)
                .body("field", equalTo("mode"));
        post(Map.of("source", "movies", "target", folder + "/x.csv", "format", "xml"))
                .statusCode(400)
                .body("field", equalTo("format"));
        given().get("/api/v1/exports/nothing").then().statusCode(404);
    }

    @Test
    void shouldTryConnections() {
        test(uri())
                .statusCode(200)
                .body("adapter", equalTo("SqlAdapter"))
                .body("answer", startsWith("PostgreSQL "))
                .body("uri", not(containsString(password)));
        test("own")
                .statusCode(200)
                .body("adapter", equalTo("SqlAdapter"))
                .body("uri", startsWith("postgresql://"))
                .body("uri", not(containsString(password)));
        test("other").statusCode(400);
        test(folder.toString()).statusCode(200).body("adapter", equalTo("StorageAdapter"));
        test(store.uri()).statusCode(200).body("adapter", equalTo("StorageAdapter"));
        test(uri().replace(password, "wrong-secret"))
                .statusCode(502)
                .body(
                        "detail",
                        allOf(containsString("refuses the user or the password"), not(containsString("wrong-secret"))));
        test("bigquery://project/dataset").statusCode(422).body("detail", containsString("MARQUEE_DRIVERS"));
        test("gs://bucket/").statusCode(422).body("detail", containsString("storage-gcs"));
        test("nonsense://x").statusCode(400);
        test(folder + "/missing").statusCode(400).body("detail", containsString("there is no file or folder"));
        test("s3://no-such-bucket-here/").statusCode(502).body("detail", containsString("there is no bucket"));
    }

    private String uri() {
        return jdbcUrl.substring("jdbc:".length(), jdbcUrl.indexOf('?'))
                .replace("://", "://" + user + ":" + password + "@");
    }

    private static ValidatableResponse test(String uri) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("uri", uri))
                .post("/api/v1/connections/test")
                .then();
    }

    private ValidatableResponse refused(String query) {
        return post(Map.of("source", query, "target", folder + "/x.csv")).statusCode(400);
    }

    private static ValidatableResponse post(Map<String, Object> request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/exports")
                .then();
    }

    private static JsonPath export(Map<String, Object> request) {
        String location = post(request).statusCode(202).extract().header("Location");
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> given().get(location)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        run -> !run.getString("state").equals("running"));
    }
}

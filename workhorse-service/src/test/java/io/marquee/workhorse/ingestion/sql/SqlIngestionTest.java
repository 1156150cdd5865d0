package io.marquee.workhorse.ingestion.sql;

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
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class SqlIngestionTest {

    @Inject
    AgroalDataSource dataSource;

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
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
    }

    @Test
    void shouldLoadTheResultOfAQuery() throws SQLException {
        // Given
        tables.execute("DROP TABLE IF EXISTS public.sql_source");
        tables.execute("CREATE TABLE public.sql_source (id int, name text, made int, kinds text[], votes numeric)");
        tables.execute("INSERT INTO public.sql_source VALUES (1, 'Toy Story', 1995, '{Animation,Comedy}', 12.0),"
                + " (2, 'Heat', 1995, '{}', NULL), (3, NULL, 1995, '{}', 1), (4, 'Old', 1700, '{}', 1)");

        // When
        JsonPath ended = ingest(Map.of(
                "source", "sql",
                "source_uri", """
                        SELECT id, name, made, kinds AS genres, votes -- all of them
                        FROM public.sql_source
                        WHERE name IS DISTINCT FROM 'DROP TABLE x; --'
                        ORDER BY id LIMIT 1000
                        """,
                "options",
                        Map.of(
                                "connection_uri", uri(),
                                "table", "movies",
                                "columns",
                                        Map.of(
                                                "movie_id",
                                                "id",
                                                "title",
                                                "name",
                                                "year",
                                                "made",
                                                "vote_count",
                                                "votes"))));

        // Then
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(ended.getInt("movies.read")).isEqualTo(4);
        assertThat(ended.getInt("movies.accepted")).isEqualTo(2);
        assertThat(tables.rows("SELECT movie_id, title, year, genres, vote_count FROM catalog.movies ORDER BY 1"))
                .containsExactly("1|Toy Story|1995|{Animation,Comedy}|12", "2|Heat|1995|{}|null");
        assertThat(tables.rows("SELECT line, field, reason FROM catalog.quarantine ORDER BY line"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("3|name|");
        assertThat(tables.only("SELECT raw FROM catalog.quarantine ORDER BY line LIMIT 1"))
                .isEqualTo("{\"id\":3,\"name\":null,\"made\":1995,\"genres\":[],\"votes\":1}");
        assertThat(ended.prettify()).doesNotContain(password);
    }

    @Test
    void shouldLoadATableOfAnotherKindOfDatabase() throws SQLException {
        // Given
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'Toy Story', 'test')");
        Path file = folder.resolve("ratings.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE ratings (user_id INTEGER, movie_id INTEGER, rating REAL, rated_at INTEGER)");
            statement.execute("INSERT INTO ratings VALUES (7, 1, 4.5, 964982703), (8, 1, 'many', 964982703)");
        }

        // When
        JsonPath ended = ingest(Map.of(
                "source",
                "sql",
                "source_uri",
                "ratings",
                "options",
                Map.of("connection_uri", "sqlite:///" + file.toAbsolutePath(), "table", "ratings")));

        // Then
        assertThat(ended.getString("state")).isEqualTo("succeeded");
        assertThat(tables.rows(
                        "SELECT user_id, movie_id, rating, extract(epoch FROM rated_at)::bigint FROM catalog.ratings"))
                .containsExactly("7|1|4.5|964982703");
        assertThat(tables.only("SELECT reason FROM catalog.quarantine"))
                .isEqualTo("'rating' must be a number, got: many");
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        Map<String, Object> movies = Map.of("connection_uri", uri(), "table", "movies");

        refused("DELETE FROM catalog.movies", movies)
                .statusCode(400)
                .body("detail", containsString("the query is refused: only SELECT, WITH, VALUES and TABLE"));
        refused("SELECT pg_sleep(1)", movies)
                .statusCode(400)
                .body("detail", containsString("'pg_sleep' does more than read, at line 1, column 8"));
        refused("SELECT 1 AS movie_id FROM nowhere", movies)
                .statusCode(502)
                .body("detail", containsString("relation \"nowhere\" does not exist"));
        refused("SELECT 'x' AS title", movies)
                .statusCode(400)
                .body("detail", startsWith("'options.columns' must say what is movie_id or tmdb_id or imdb_id"));
        refused("SELECT 1 AS movie_id", Map.of("connection_uri", uri()))
                .statusCode(400)
                .body("field", equalTo("options.table"));
        refused("SELECT 1 AS movie_id", Map.of("connection_uri", uri(), "table", "movies", "tabel", "x"))
                .statusCode(400)
                .body("field", equalTo("options.tabel"));
        refused("SELECT 1 AS movie_id", Map.of("table", "movies"))
                .statusCode(400)
                .body("field", equalTo("options.connection_uri"));
        refused("SELECT 1 AS movie_id", Map.of("connection", "nobody", "table", "movies"))
                .statusCode(400)
                .body("detail", containsString("there is no connection 'nobody'"));
        refused("movies", Map.of("connection_uri", "snowflake://u:top-secret@account/db", "table", "movies"))
                .statusCode(422)
                .body(
                        "detail",
                        allOf(
                                containsString("net.snowflake:snowflake-jdbc:"),
                                containsString("MARQUEE_DRIVERS"),
                                not(containsString("top-secret"))));
        refused("movies", Map.of("connection_uri", uri().replace(password, "wrong-secret"), "table", "movies"))
                .statusCode(502)
                .body(
                        "detail",
                        allOf(containsString("refuses the user or the password"), not(containsString("wrong-secret"))));
    }

    private String uri() {
        return jdbcUrl.substring("jdbc:".length(), jdbcUrl.indexOf('?'))
                .replace("://", "://" + user + ":" + password + "@");
    }

    private static ValidatableResponse refused(String sourceUri, Map<String, Object> options) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("source", "sql", "source_uri", sourceUri, "options", options))
                .post("/api/v1/ingestions")
                .then();
    }

    private static JsonPath ingest(Map<String, Object> request) {
        String location = given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/ingestions")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
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

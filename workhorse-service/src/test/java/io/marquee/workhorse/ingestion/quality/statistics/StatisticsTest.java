package io.marquee.workhorse.ingestion.quality.statistics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class StatisticsTest {

    private static final ColumnMeaning NO_MEANING = new ColumnMeaning() {
        @Override
        public String unit(DatasetRelation dataset, String column) {
            return null;
        }

        @Override
        public String description(DatasetRelation dataset, String column) {
            return null;
        }
    };

    @Inject
    AgroalDataSource dataSource;

    private CatalogueTables tables;

    @BeforeEach
    void emptyCatalogue() throws SQLException {
        tables = new CatalogueTables(dataSource);
        tables.clear();
    }

    @Test
    void shouldDescribeEachColumnExactly() throws SQLException {
        // Given
        tables.execute("""
                INSERT INTO catalog.movies (movie_id, title, year, genres, runtime_minutes, source, updated_at) VALUES
                    (1, 'A', 1990, '{Drama,Comedy}', 100, 'standard', '2026-01-01T00:00:00Z'),
                    (2, 'BB', 1992, '{Drama}', 110, 'standard', '2026-01-01T00:00:00Z'),
                    (3, 'BB', 1994, '{}', 120, 'movielens', '2026-01-03T00:00:00Z'),
                    (4, 'CCCC', NULL, '{Drama,War}', 170, 'movielens', '2026-01-05T00:00:00Z')
                """);

        // When
        JsonPath answer = given().get("/api/v1/datasets/movies/columns")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getLong("rows")).isEqualTo(4);
        assertThat(answer.getBoolean("exact")).isTrue();
        assertThat(answer.getLong("sampled_rows")).isEqualTo(4);
        Map<String, Object> year = column(answer, "year");
        assertThat(year).containsEntry("type", "int4").containsEntry("nulls", 1).doesNotContainKeys("top", "times");
        assertThat(number(year, "null_share")).isEqualTo(0.25);
        assertThat(year.get("distinct")).isEqualTo(Map.of("count", 3, "exact", true));
        Map<String, Object> numbers = map(year, "numbers");
        assertThat(number(numbers, "min")).isEqualTo(1990);
        assertThat(number(numbers, "max")).isEqualTo(1994);
        assertThat(number(numbers, "mean")).isEqualTo(1992);
        assertThat(number(numbers, "stddev")).isEqualTo(2);
        // p05 lies a tenth of the way from the first to the second of three values.
        assertThat(number(map(numbers, "quantiles"), "p05")).isCloseTo(1990.2, within(1e-3));
        assertThat(number(map(numbers, "quantiles"), "p50")).isEqualTo(1992);
        assertThat(number(map(numbers, "quantiles"), "p99")).isCloseTo(1993.96, within(1e-3));
        assertThat(counts(numbers)).hasSize(20).startsWith(1).endsWith(1);
        assertThat(counts(numbers).stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
        assertThat(counts(numbers).get(10)).isEqualTo(1);
        assertThat(column(answer, "runtime_minutes"))
                .containsEntry("unit", "minutes")
                .containsEntry("description", "Running time.");
        assertThat(number(map(column(answer, "runtime_minutes"), "numbers"), "mean"))
                .isEqualTo(125);

        Map<String, Object> title = column(answer, "title");
        assertThat(title.get("distinct")).isEqualTo(Map.of("count", 3, "exact", true));
        assertThat(map(title, "lengths").toString()).isEqualTo("{min=1.0, max=4.0, mean=2.25}");
        assertThat(title.get("top").toString())
                .isEqualTo("[{value=BB, count=2, share=0.5}, {value=A, count=1, share=0.25},"
                        + " {value=CCCC, count=1, share=0.25}]");
        Map<String, Object> genres = column(answer, "genres");
        assertThat(genres).containsEntry("type", "text[]").containsEntry("nulls", 0);
        assertThat(genres.get("top").toString())
                .isEqualTo("[{value=Drama, count=3, share=0.75}, {value=Comedy, count=1, share=0.25},"
                        + " {value=War, count=1, share=0.25}]");

        Map<String, Object> updated = map(column(answer, "updated_at"), "times");
        assertThat(updated).containsEntry("min", "2026-01-01T00:00:00Z").containsEntry("max", "2026-01-05T00:00:00Z");
        assertThat(map(updated, "quantiles")).containsEntry("p50", "2026-01-02T00:00:00Z");

        Map<String, Object> director = column(answer, "director");
        assertThat(number(director, "null_share")).isEqualTo(1);
        assertThat(director).doesNotContainKeys("lengths", "top");
    }

    @Test
    void shouldDescribeEveryDataSetEvenAnEmptyOne() {
        List<String> names = given().get("/api/v1/datasets").jsonPath().getList("datasets.name");
        assertThat(names).contains("movies", "ratings", "users", "interactions", "quarantine");
        for (String name : names) {
            given().get("/api/v1/datasets/" + name)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(name))
                    .body("rows", equalTo(0))
                    .body("changed_at", equalTo(null));
            given().get("/api/v1/datasets/" + name + "/columns")
                    .then()
                    .statusCode(200)
                    .body("rows", equalTo(0))
                    .body("columns.null_share.sum().toInteger()", equalTo(0));
        }
        given().get("/api/v1/datasets/films")
                .then()
                .statusCode(404)
                .body(
                        "detail",
                        equalTo("there is no dataset films, only movies, ratings, users, interactions, movie_records,"
                                + " movie_conflicts, quarantine"));
        given().get("/api/v1/datasets/films/columns").then().statusCode(404);
    }

    @Test
    void shouldSeeAChangeSoonAndRememberUntilThen() throws Exception {
        // Given
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'A', 'standard');"
                + " SELECT pg_stat_force_next_flush()");
        JsonPath before = awaitRows(1);
        String computed = before.getString("computed_at");
        assertThat(given().get("/api/v1/datasets/movies/columns").jsonPath().getString("computed_at"))
                .isEqualTo(computed);

        // When
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (2, 'B', 'standard');"
                + " SELECT pg_stat_force_next_flush()");

        // Then
        awaitRows(2);
        given().get("/api/v1/datasets/movies").then().body("rows", equalTo(2));
    }

    @Test
    void shouldDrawASampleOfALargeTable() throws SQLException {
        // Given: 20,000 rows, a key, 200 different values, a third of the third column unknown
        DatasetRelation large = new DatasetRelation(
                "large",
                "(SELECT i AS id, 'v' || i % 200 AS v, CASE WHEN i % 3 > 0 THEN i % 1000 END AS n"
                        + " FROM generate_series(1, 20000) AS i)",
                "catalog.movies",
                "id",
                null);

        // When
        DatasetStatistics statistics;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            statistics = new ColumnProfiler(connection, new ColumnProfiler.Limits(2000, 3, 4), NO_MEANING)
                    .profile(large, Instant.EPOCH);
            connection.rollback();
        }

        // Then
        assertThat(statistics.exact()).isFalse();
        assertThat(statistics.rows()).isEqualTo(20_000);
        assertThat(statistics.sampledRows()).isBetween(1800L, 2200L);
        ColumnStatistics id = statistics.columns().getFirst();
        assertThat(id.distinct()).isEqualTo(new DistinctEstimate(20_000, false));
        assertThat(id.numbers().min()).isEqualTo(1);
        assertThat(id.numbers().max()).isEqualTo(20_000);
        assertThat(id.numbers().mean()).isEqualTo(10_000.5);
        assertThat(id.numbers().quantiles().get("p50")).isCloseTo(10_000, within(800.0));
        assertThat(id.numbers().histogram()).hasSize(4).allSatisfy(bin -> assertThat(bin.count())
                .isBetween(4_300L, 5_700L));
        ColumnStatistics value = statistics.columns().get(1);
        assertThat(value.distinct()).isEqualTo(new DistinctEstimate(200, false));
        assertThat(value.top()).hasSize(3).allSatisfy(top -> assertThat(top.share())
                .isBetween(0.005, 0.02));
        ColumnStatistics some = statistics.columns().get(2);
        assertThat(some.nulls()).isEqualTo(6_666);
        assertThat(some.distinct().count()).isBetween(900L, 1_100L);
    }

    private static JsonPath awaitRows(int rows) {
        return org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> given().get("/api/v1/datasets/movies/columns").jsonPath(),
                        answer -> answer.getInt("rows") == rows);
    }

    private static Map<String, Object> column(JsonPath answer, String name) {
        return answer.getMap("columns.find { it.name == '" + name + "' }");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> of, String name) {
        return (Map<String, Object>) of.get(name);
    }

    private static double number(Map<String, Object> of, String name) {
        return ((Number) of.get(name)).doubleValue();
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> counts(Map<String, Object> numbers) {
        return ((List<Map<String, Object>>) numbers.get("histogram"))
                .stream().map(bin -> (Integer) bin.get("count")).toList();
    }
}

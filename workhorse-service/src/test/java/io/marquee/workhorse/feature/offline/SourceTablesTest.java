package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.stream.aggregate.AggregationQuery;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows from wherever a source says, into a view. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class SourceTablesTest {

    private static final String COLUMNS = "columns: {user_id: INT64, seen: UNIX_TIMESTAMP, score: DOUBLE}";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    SourceTables sources;

    @Inject
    FeatureConfig config;

    @TempDir
    Path folder;

    @BeforeEach
    void catalogue() throws Exception {
        CatalogueTables tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("INSERT INTO catalog.interaction_events (event_id, user_id, interaction_type, duration_seconds,"
                + " occurred_at) VALUES ('a', 7, 'view', 4.5, '2024-01-01T00:00:00Z'),"
                + " ('b', 8, 'view', NULL, '2024-01-02T00:00:00Z')");
    }

    @Test
    void shouldComputeFromFilesOfEachFormat() throws Exception {
        // Given
        Path csv = Files.writeString(
                folder.resolve("scores.csv"), "user_id,seen,score\n7,2024-01-01T02:00:00+02:00,4.5\n8,2024-01-02,\n");
        Path json = Files.writeString(
                folder.resolve("scores.jsonl"),
                "{\"user_id\": 7, \"seen\": \"2024-01-01T00:00:00Z\", \"score\": 4.5}\n"
                        + "{\"user_id\": 8, \"seen\": \"2024-01-02T00:00:00Z\", \"score\": null}\n");
        Path nameless = Files.copy(csv, folder.resolve("scores"));
        Path parquet = folder.resolve("scores.parquet");
        try (DuckDb duckDb = DuckDb.open(config)) {
            duckDb.execute(
                    "COPY (SELECT 7 AS user_id, TIMESTAMPTZ '2024-01-01T00:00:00Z' AS seen, 4.5 AS score UNION ALL"
                            + " SELECT 8, TIMESTAMPTZ '2024-01-02T00:00:00Z', NULL) TO " + DuckDb.literal(parquet));
        }

        // Then
        for (String source :
                List.of(file(csv, "csv"), file(json, "json"), file(nameless, "csv"), file(parquet, "parquet"))) {
            assertThat(rows(source)).as(source).containsExactly("7 2024-01-01 00:00:00 4.5", "8 2024-01-02 00:00:00 -");
        }
    }

    @Test
    void shouldComputeFromAQueryAndFromTablesOfTheCatalogue() throws Exception {
        // Given
        Path database = folder.resolve("other.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE scores (user_id INTEGER, seen TEXT, score REAL)");
            statement.execute("INSERT INTO scores VALUES (7, '2024-01-01T00:00:00Z', 4.5), (8, '2024-01-02', NULL)");
        }
        String query = "type: query\n    connection: sqlite:///" + database
                + "\n    sql: SELECT user_id, seen, score FROM scores";
        String view = "CREATE OR REPLACE VIEW catalog.scores_of_users AS SELECT user_id, occurred_at AS seen,"
                + " duration_seconds AS score FROM catalog.interaction_events";
        CatalogueTables tables = new CatalogueTables(dataSource);
        tables.execute(view);

        // Then
        try {
            for (String source : List.of(
                    query,
                    "type: table\n    table: catalog.scores_of_users",
                    "type: stream\n    topic: scores\n    table: catalog.scores_of_users")) {
                assertThat(rows(source))
                        .as(source)
                        .containsExactly("7 2024-01-01 00:00:00 4.5", "8 2024-01-02 00:00:00 -");
            }
        } finally {
            tables.execute("DROP VIEW catalog.scores_of_users");
        }
    }

    @Test
    void shouldNameTheSourceThatCannotBeRead() throws Exception {
        // Given
        Path changed = Files.writeString(folder.resolve("changed.csv"), "user_id,seen,points\n7,2024-01-01,4.5\n");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "user_id,seen,score\n7,2024-01-01,good\n");
        Path broken = Files.writeString(folder.resolve("broken.parquet"), "no Parquet at all");
        Path missing = folder.resolve("missing.csv");

        // Then
        assertRefused(file(missing, "csv"), "'sources.scores': there is no file " + missing);
        assertRefused(
                file(changed, "csv"), "source 'scores': there is no column 'score'; there are user_id, seen, points");
        assertRefused(
                file(wrong, "csv"),
                "source 'scores': column 'score' must be DOUBLE, but 1 values are not, for example 'good'");
        assertRefused(file(broken, "parquet"), "source 'scores' cannot be read: ");
        assertRefused(
                "type: query\n    connection: sqlite:///" + folder.resolve("none.db")
                        + "\n    sql: SELECT * FROM nothing",
                "'sources.scores': ");
        assertRefused("type: table\n    table: catalog.nothing", "'sources.scores': ");
        assertRefused("type: table\n    table: features.offline_build", "'sources.scores': the query is refused");
    }

    private void assertRefused(String source, String message) {
        assertThatThrownBy(() -> rows(source))
                .as(source)
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith(message);
    }

    private static String file(Path file, String format) {
        return "type: file\n    uri: " + file + "\n    format: " + format;
    }

    /** The rows of a view that passes on what the source has. */
    private List<String> rows(String source) throws Exception {
        FeatureDefinitions definitions = definitions(source);
        try (DuckDb duckDb = DuckDb.open(config)) {
            sources.load(definitions, Set.of("scores"), duckDb, (connection, moment) -> {});
            new ViewComputation(duckDb).all(definitions.view("user_scores").view(), List.of("scores"));
            return duckDb.texts("SELECT user_id || ' ' || event_timestamp || ' ' || coalesce(score::VARCHAR, '-') FROM "
                    + ViewComputation.table(definitions.view("user_scores").view()) + " ORDER BY user_id");
        }
    }

    private FeatureDefinitions definitions(String source) throws Exception {
        Path files = Files.createTempDirectory(folder, "definitions");
        Files.writeString(files.resolve("entities.yaml"), """
                entities:
                  - {name: user, join_key: user_id, type: INT64, description: A user.}
                """);
        Files.writeString(
                files.resolve("sources.yaml"),
                "sources:\n  - name: scores\n    " + source + "\n    timestamp_field: seen\n    " + COLUMNS
                        + "\n    description: Scores.\n    owner: data\n");
        Files.writeString(files.resolve("services.yaml"), """
                services:
                  - name: scores_of_users
                    description: Scores.
                    owner: data
                    views:
                      - view: user_scores
                """);
        Files.writeString(files.resolve("user_scores.yaml"), """
                view: user_scores
                version: 1
                entities: [user]
                sources: [scores]
                description: Scores.
                owner: data
                ttl: forever
                online_ttl: 30d
                fields:
                  - {name: score, type: DOUBLE, description: A score.}
                sql: SELECT user_id, seen AS event_timestamp, score FROM scores
                """);
        return DefinitionReader.read(files, new AggregationQuery());
    }
}

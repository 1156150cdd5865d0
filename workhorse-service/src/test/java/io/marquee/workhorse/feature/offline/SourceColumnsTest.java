package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceColumnsTest {

    @TempDir
    Path folder;

    private DuckDb duckDb;

    @BeforeEach
    void open() throws Exception {
        duckDb = TestCatalogue.open(folder);
    }

    @AfterEach
    void close() throws Exception {
        duckDb.close();
    }

    @Test
    void shouldGiveColumnsTheirDeclaredTypesAndLeaveOthersAsTheyAre() throws Exception {
        // Given
        duckDb.execute(
                "CREATE TABLE given AS SELECT '7' AS user_id, 3::BIGINT AS stars, '2024-05-01T02:00:00+02:00' AS at,"
                        + " ['a'] AS tags, 'x' AS \"other one\"");

        // When
        new SourceColumns(duckDb)
                .settle(
                        source(
                                "user_id",
                                ValueType.INT64,
                                "stars",
                                ValueType.DOUBLE,
                                "at",
                                ValueType.UNIX_TIMESTAMP,
                                "tags",
                                ValueType.STRING_LIST),
                        "given",
                        "all_people");

        // Then
        assertThat(duckDb.types("all_people"))
                .containsExactly(
                        Map.entry("user_id", "BIGINT"),
                        Map.entry("stars", "DOUBLE"),
                        Map.entry("at", "TIMESTAMP"),
                        Map.entry("tags", "VARCHAR[]"),
                        Map.entry("other one", "VARCHAR"));
        assertThat(duckDb.texts("SELECT p::VARCHAR FROM all_people AS p"))
                .containsExactly(
                        "{'user_id': 7, 'stars': 3.0, 'at': '2024-05-01 00:00:00', 'tags': [a], 'other one': x}");
    }

    @Test
    void shouldNameSourceAndColumnOfWhatIsNotAsDeclared() throws Exception {
        // Given
        duckDb.execute("CREATE TABLE given AS SELECT * FROM (VALUES ('7', 1.5::DOUBLE, [1]), ('seven', 2.5, [2]),"
                + " ('eight', NULL, NULL), (NULL, 4.5, NULL)) AS t(user_id, stars, list)");

        // Then
        assertRefused(
                "column 'user_id' must be INT64, but 2 values are not, for example 'seven'",
                "user_id",
                ValueType.INT64);
        assertRefused("there is no column 'age'; there are user_id, stars, list", "age", ValueType.INT64);
        assertRefused(
                "column 'list' must be UNIX_TIMESTAMP, but 2 values are not, for example '[1]'",
                "list",
                ValueType.UNIX_TIMESTAMP);
    }

    private void assertRefused(String reason, String column, ValueType type) {
        assertThatThrownBy(() -> new SourceColumns(duckDb).settle(source(column, type), "given", "all_people"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("source 'people': " + reason);
    }

    private static Source source(Object... columns) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            types.put((String) columns[i], (ValueType) columns[i + 1]);
        }
        return new Source.File(new Source.Header("people", null, null, types, "People.", "test"), "people.csv", "csv");
    }
}

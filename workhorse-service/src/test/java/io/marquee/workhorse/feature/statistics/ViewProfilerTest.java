package io.marquee.workhorse.feature.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.statistics.FieldStatistics.Bin;
import io.marquee.workhorse.feature.statistics.FieldStatistics.Rule;
import io.marquee.workhorse.feature.statistics.FieldStatistics.TopValue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewProfilerTest {

    private static final FeatureView VIEW = new FeatureView(
            "film",
            3,
            List.of(new JoinKey("movie", "movie_id", ValueType.INT64)),
            List.of(
                    field("score", ValueType.DOUBLE, 0.0, 4.0),
                    field("count", ValueType.INT64, null, null),
                    field("genre", ValueType.STRING, null, null),
                    field("tags", ValueType.STRING_LIST, null, null),
                    field("seen", ValueType.BOOL, null, null),
                    field("since", ValueType.UNIX_TIMESTAMP, null, null),
                    field("nothing", ValueType.DOUBLE, null, null)),
            Duration.ZERO,
            "data",
            "",
            Map.of(),
            "SELECT 1");

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE film (movie_id BIGINT, event_timestamp TIMESTAMP, score DOUBLE, count BIGINT,"
                            + " genre VARCHAR, tags VARCHAR[], seen BOOLEAN, since TIMESTAMP, nothing DOUBLE)");
            statement.execute("""
                    INSERT INTO film VALUES
                        (1, '2026-01-01', 1, 10, 'Drama', ['a', 'b'], true, '2020-01-01', NULL),
                        (1, '2026-01-03', 2, 20, 'Drama', ['a'], false, '2020-01-02', NULL),
                        (2, '2026-01-02', 5, 30, 'Comedy', [], true, NULL, NULL),
                        (3, '2025-12-01', NULL, 40, NULL, NULL, NULL, NULL, NULL),
                        (3, '2025-12-02', 'nan', 50, 'Drama', ['a'], true, NULL, NULL)
                    """);
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void shouldCountRowsAndSayHowFreshTheyAre() throws SQLException {
        // When
        RowStatistics statistics = profile();

        // Then
        assertThat(statistics.rows()).isEqualTo(5);
        assertThat(statistics.entities()).isEqualTo(3);
        assertThat(statistics.newestRow()).isEqualTo("2026-01-03T00:00:00Z");
        assertThat(statistics.oldestEntity()).isEqualTo("2025-12-02T00:00:00Z");
        assertThat(statistics.violations()).isEqualTo(2);
        assertThat(statistics.fields())
                .extracting(FieldStatistics::name)
                .containsExactly("score", "count", "genre", "tags", "seen", "since", "nothing");
    }

    @Test
    void shouldDescribeNumbersAndCountThoseThatBreakTheirRule() throws SQLException {
        // When
        FieldStatistics score = field(profile(), "score");
        FieldStatistics count = field(profile(), "count");

        // Then: 5 is above 4, and nan is no number
        assertThat(score.nulls()).isEqualTo(1);
        assertThat(score.nullRate()).isEqualTo(0.2);
        assertThat(score.rule()).isEqualTo(new Rule(0.0, 4.0));
        assertThat(score.violations()).isEqualTo(2);
        assertThat(score.numbers().min()).isEqualTo(1);
        assertThat(score.numbers().max()).isEqualTo(5);
        assertThat(score.numbers().mean()).isCloseTo(8.0 / 3, within(1e-12));
        assertThat(score.numbers().stddev()).isCloseTo(Math.sqrt(13.0 / 3), within(1e-12));
        assertThat(score.numbers().histogram())
                .containsExactly(new Bin(1, 2, 1), new Bin(2, 3, 1), new Bin(3, 4, 0), new Bin(4, 5, 1));
        assertThat(score.top()).isNull();
        assertThat(count.nulls()).isZero();
        assertThat(count.rule()).isNull();
        assertThat(count.numbers().mean()).isEqualTo(30);
        assertThat(count.numbers().quantiles())
                .containsEntry("p50", 30.0)
                .containsOnlyKeys("p01", "p05", "p25", "p50", "p75", "p95", "p99");
    }

    @Test
    void shouldTellTheMostFrequentTexts() throws SQLException {
        // When
        RowStatistics statistics = profile();

        // Then
        assertThat(field(statistics, "genre").top())
                .containsExactly(new TopValue("Drama", 3, 0.75), new TopValue("Comedy", 1, 0.25));
        assertThat(field(statistics, "genre").numbers()).isNull();
        assertThat(field(statistics, "tags").top())
                .containsExactly(new TopValue("a", 3, 0.75), new TopValue("b", 1, 0.25));
        assertThat(field(statistics, "tags").numbers().max()).isEqualTo(2);
        assertThat(field(statistics, "tags").nulls()).isEqualTo(1);
        assertThat(field(statistics, "seen").top())
                .containsExactly(new TopValue("true", 3, 0.75), new TopValue("false", 1, 0.25));
        assertThat(field(statistics, "since").numbers().max())
                .isEqualTo(Instant.parse("2020-01-02T00:00:00Z").getEpochSecond());
    }

    @Test
    void shouldHaveNothingToSayOfNoValuesAndOfNoRows() throws SQLException {
        // Given
        FieldStatistics nothing = field(profile(), "nothing");
        assertThat(nothing.nullRate()).isEqualTo(1);
        assertThat(nothing.numbers()).isNull();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM film");
        }

        // When
        RowStatistics empty = profile();

        // Then
        assertThat(empty.rows()).isZero();
        assertThat(empty.newestRow()).isNull();
        assertThat(empty.oldestEntity()).isNull();
        assertThat(empty.fields()).allSatisfy(field -> {
            assertThat(field.nullRate()).isZero();
            assertThat(field.numbers()).isNull();
        });
    }

    private RowStatistics profile() throws SQLException {
        return new ViewProfiler(connection, 10, 4).profile(VIEW, "film");
    }

    private static FieldStatistics field(RowStatistics statistics, String name) {
        return statistics.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static FeatureField field(String name, ValueType type, @Nullable Double min, @Nullable Double max) {
        return new FeatureField(name, type, "", min, max);
    }
}

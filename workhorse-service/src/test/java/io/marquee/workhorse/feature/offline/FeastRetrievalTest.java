package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of Feast's offline stores expect of retrieval with and without an entity frame. */
class FeastRetrievalTest {

    private static final JoinKey DRIVER = new JoinKey("driver", "driver_id", ValueType.INT64);
    private static final Instant END = Instant.parse("2025-01-02T10:00:00Z");

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
    void shouldKeepEveryRowOfTheFrameWithItsOwnColumns() throws SQLException {
        // Given
        JoinedView stats = view("stats", 86_400, "(1, '2023-12-31T00:00:00', NULL, 0.5)");
        frame(
                "driver_id, event_timestamp, request_id",
                "(1, TIMESTAMP '2024-01-01', 'a'), (1, TIMESTAMP '2024-01-01', 'b'), (1, TIMESTAMP '2024-01-01', 'b'),"
                        + " (2, TIMESTAMP '2024-01-01', 'c'), (NULL, TIMESTAMP '2024-01-01', 'd'), (1, NULL, 'e')");

        // Then: a day before is still within a TTL of a day
        assertThat(join("request_id, conv_rate", false, stats))
                .containsExactly("a 0.5", "b 0.5", "b 0.5", "c null", "d null", "e null");
    }

    @Test
    void shouldIncludeBothBoundsAndKnowNoBoundWithoutATtl() throws SQLException {
        // Given
        String rows = "(1, '2025-01-01T10:00:00', NULL, 0.1), (1, '2025-01-01T12:00:00', NULL, 0.2)";
        frame("driver_id, event_timestamp, n", """
                (1, TIMESTAMP '2025-01-01T09:59:59.999999', 1), (1, TIMESTAMP '2025-01-01T10:00:00', 2),
                (1, TIMESTAMP '2025-01-01T11:59:59.999999', 3), (1, TIMESTAMP '2025-01-01T12:00:00', 4),
                (1, TIMESTAMP '2025-01-01T13:00:00', 5), (1, TIMESTAMP '2025-01-01T13:00:00.000001', 6)""");

        // Then
        assertThat(join("n, conv_rate", false, view("hour", 3600, rows)))
                .containsExactly("1 null", "2 0.1", "3 null", "4 0.2", "5 0.2", "6 null");
        assertThat(join("n, conv_rate", false, view("forever", 0, rows)))
                .containsExactly("1 null", "2 0.1", "3 0.1", "4 0.2", "5 0.2", "6 0.2");
    }

    @Test
    void shouldTakeTheRowCreatedLastOfOneTime() throws SQLException {
        // Given
        JoinedView stats = view(
                "stats",
                604_800,
                "(1, '2025-01-01T10:00:00', '2025-01-01T12:00:00', 0.4), (1, '2025-01-01T10:00:00', '2025-01-03T00:00:00', 0.6),"
                        + " (1, '2025-01-01T10:00:00', NULL, 0.9)");
        frame("driver_id, event_timestamp", "(1, TIMESTAMP '2025-01-02')");

        // Then
        assertThat(join("conv_rate", false, stats)).containsExactly("0.6");
    }

    @Test
    void shouldTakeAMomentForTheSameInWhateverZoneAndColumnItStands() throws SQLException {
        // Given
        JoinedView stats =
                view("stats", 0, "(1, '2025-01-01T10:00:00', NULL, 0.1), (1, '2025-01-01T10:00:01', NULL, 0.2)");

        // Then
        for (String moment : List.of(
                "TIMESTAMPTZ '2025-01-01T19:00:00+09:00'",
                "'2025-01-01T05:00:00-05:00'",
                "'2025-01-01 10:00:00'",
                "TIMESTAMP_S '2025-01-01 10:00:00'",
                "TIMESTAMP_NS '2025-01-01 10:00:00'")) {
            frame("driver_id, event_timestamp", "(1, " + moment + ")");
            assertThat(join("conv_rate", false, stats)).as(moment).containsExactly("0.1");
        }
        frame("driver_id, label_at", "(1, TIMESTAMPTZ '2025-01-01T19:00:00+09:00')");
        assertThat(join("label_at, conv_rate", false, stats)).containsExactly("2025-01-01 10:00:00 0.1");
        frame("driver_id, a, b", "(1, TIMESTAMP '2025-01-01', TIMESTAMP '2025-01-01')");
        assertThatThrownBy(() -> join("conv_rate", false, stats))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("'entity_frame' must be one of its columns, which are driver_id, a, b");
    }

    @Test
    void shouldRefuseNamesThatCollide() throws SQLException {
        // Given
        JoinedView some = view("some", 0, "(1, '2025-01-01T10:00:00', NULL, 0.1)");
        JoinedView other = view("other", 0, "(1, '2025-01-01T10:00:00', NULL, 0.2)");
        frame("driver_id, event_timestamp", "(1, TIMESTAMP '2025-01-02')");

        // Then
        assertThatThrownBy(() -> join("*", false, some, other))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("second column named 'conv_rate'");
        assertThat(join("some__conv_rate, other__conv_rate", true, some, other)).containsExactly("0.1 0.2");
        assertThatThrownBy(() -> join("*", true, some, some))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("second column named 'some__conv_rate'");
        frame("driver_id, event_timestamp, conv_rate", "(1, TIMESTAMP '2025-01-02', 7)");
        assertThatThrownBy(() -> join("*", false, some))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("second column named 'conv_rate'");
    }

    @Test
    void shouldGiveOneRowPerEntityAsOfTheEndWithoutAFrame() throws SQLException {
        // Given
        JoinedView stats = view("stats", 86_400, """
                (1, '2025-01-01T10:00:00', '2025-01-01T10:00:01', 0.1), (1, '2025-01-01T10:00:00', '2025-01-01T10:00:02', 0.2),
                (1, '2024-12-30T10:00:00', '2024-12-30T10:00:00', 0.05), (2, '2025-01-01T12:00:00', '2025-01-01T12:00:00', 0.3),
                (2, '2025-01-02T11:00:00', '2025-01-02T11:00:00', 0.4)""");

        // Then: the row of a day before the end is within the TTL
        assertThat(range(END.minus(Duration.ofDays(7)), END, stats)).containsExactly("1 0.2", "2 0.3");
        assertThat(range(END.minus(Duration.ofDays(7)), END.plusSeconds(1), stats))
                .containsExactly("2 0.3");
        assertThat(range(END, END.plusSeconds(3600), stats)).containsExactly("2 0.4");
    }

    @Test
    void shouldHoldEachViewOfARangeToItsOwnTtl() throws SQLException {
        // Given
        JoinedView hour =
                view("hour", 3600, "(1, '2025-01-02T08:00:00', NULL, 25), (1, '2025-01-02T09:30:00', NULL, 26)");
        JoinedView day =
                view("day", 86_400, "(1, '2025-01-02T08:00:00', NULL, 100), (2, '2025-01-02T08:00:00', NULL, 101)");

        // Then
        assertThat(range(END.minus(Duration.ofDays(1)), END, hour, day))
                .containsExactly("1 26.0 100.0", "2 null 101.0");
    }

    private JoinedView view(String name, long ttl, String rows) throws SQLException {
        FeatureField rate = new FeatureField("conv_rate", ValueType.DOUBLE, "A rate.", null, null);
        FeatureView view = new FeatureView(
                name, 1, List.of(DRIVER), List.of(rate), Duration.ofSeconds(ttl), "test", "Rates.", Map.of(), "SELECT");
        duckDb.execute("CREATE TABLE raw_" + name + " (driver_id BIGINT, event_timestamp TIMESTAMP, created_timestamp"
                + " TIMESTAMP, conv_rate DOUBLE)");
        duckDb.execute("INSERT INTO raw_" + name + " VALUES " + rows);
        duckDb.execute("CREATE TABLE rows_" + name + " AS " + ViewRows.settled(view, "raw_" + name));
        return new JoinedView(view, "rows_" + name, List.of(rate));
    }

    private void frame(String columns, String rows) throws SQLException {
        duckDb.execute("CREATE OR REPLACE TABLE frame AS SELECT * FROM (VALUES " + rows + ") AS t(" + columns + ")");
    }

    private List<String> join(String columns, boolean fullNames, JoinedView... views) throws SQLException {
        FrameTable frame = FrameTable.of(duckDb, "frame", List.of(DRIVER));
        return duckDb.texts("SELECT concat_ws(' ', " + texts(columns) + ") FROM ("
                + AsOfJoin.query(frame, List.of(views), features(views), fullNames) + ") ORDER BY 1");
    }

    private List<String> range(Instant start, Instant end, JoinedView... views) throws SQLException {
        String columns = String.join(
                ", ",
                Arrays.stream(views)
                        .map(view -> view.view().name() + "__conv_rate")
                        .toList());
        return duckDb.texts("SELECT concat_ws(' ', " + texts("driver_id, " + columns) + ") FROM ("
                + RangeQuery.of(List.of(views), features(views), start, end, true) + ") ORDER BY 1");
    }

    private static List<FeatureReference> features(JoinedView... views) {
        return Arrays.stream(views)
                .map(view -> new FeatureReference(view.view().name(), "conv_rate"))
                .toList();
    }

    private static String texts(String columns) {
        return String.join(
                ", ",
                Arrays.stream(columns.split(", "))
                        .map(column -> column.equals("*") ? "''" : "coalesce(" + column + "::VARCHAR, 'null')")
                        .toList());
    }
}

package io.marquee.workhorse.feature.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The join against a naive search of all rows, on generated histories: one or two join keys, ties of time with and without a
 * created time, TTLs from none to a few microseconds before and after the bounds, missing keys and values, repeated labels.
 */
class AsOfJoinLeakTest {

    private static final int CASES = 1_000;
    private static final FeatureReference SCORE = FeatureReference.parse("scores:score");

    private record Row(
            @Nullable Long user,
            @Nullable String genre,
            long micros,
            @Nullable Long created,
            @Nullable Long score) {}

    private record Label(
            long id,
            @Nullable Long user,
            @Nullable String genre,
            @Nullable Long micros) {}

    private record Case(boolean twoKeys, int ttlSeconds, List<Row> rows, List<Label> labels) {}

    @TempDir
    Path folder;

    @Test
    void shouldAgreeWithANaiveSearchInAThousandRandomCases() throws Exception {
        int present = 0;
        int missing = 0;
        try (DuckDb duckDb = TestCatalogue.open(folder)) {
            for (int seed = 0; seed < CASES; seed++) {
                // Given
                Case random = random(new Random(seed));

                // When
                List<@Nullable Long> scores = join(duckDb, random);

                // Then
                List<@Nullable Long> expected = random.labels().stream()
                        .<@Nullable Long>map(label -> naive(random, label))
                        .collect(Collectors.toCollection(ArrayList::new));
                assertThat(scores).as("case %d: %s", seed, random).isEqualTo(expected);
                present +=
                        (int) expected.stream().filter(score -> score != null).count();
                missing +=
                        (int) expected.stream().filter(score -> score == null).count();
            }
        }
        assertThat(present).isGreaterThan(3_000);
        assertThat(missing).isGreaterThan(3_000);
    }

    /** Both bounds included; among rows of one time the one created last, without a created time first. */
    private static @Nullable Long naive(Case random, Label label) {
        Long time = label.micros();
        Long user = label.user();
        if (time == null || user == null || (random.twoKeys() && label.genre() == null)) {
            return null;
        }
        return random.rows().stream()
                .filter(row -> user.equals(row.user()))
                .filter(row ->
                        !random.twoKeys() || String.valueOf(label.genre()).equals(row.genre()))
                .filter(row -> row.micros() <= time)
                .filter(row -> random.ttlSeconds() == 0 || row.micros() >= time - random.ttlSeconds() * 1_000_000L)
                .max(Comparator.comparingLong(Row::micros)
                        .thenComparing(Row::created, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(Row::score)
                .orElse(null);
    }

    private static Case random(Random random) {
        boolean twoKeys = random.nextBoolean();
        int ttl = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(3);
        // Times at which bounds meet: whole seconds, and a microsecond beside them.
        List<Row> rows = new ArrayList<>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            Row row = new Row(
                    1L + random.nextInt(3),
                    twoKeys ? genre(random) : null,
                    moment(random),
                    random.nextInt(4) == 0 ? null : (long) random.nextInt(1_000) * 1_000 + i,
                    random.nextInt(6) == 0 ? null : (long) random.nextInt(1_000));
            boolean sameTie = rows.stream()
                    .anyMatch(other -> other.micros() == row.micros()
                            && java.util.Objects.equals(other.user(), row.user())
                            && java.util.Objects.equals(other.genre(), row.genre())
                            && java.util.Objects.equals(other.created(), row.created()));
            if (!sameTie) {
                rows.add(row);
            }
        }
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Label label = new Label(
                    i,
                    random.nextInt(12) == 0 ? null : 1L + random.nextInt(4),
                    twoKeys && random.nextInt(12) > 0 ? genre(random) : null,
                    random.nextInt(15) == 0 ? null : moment(random));
            labels.add(label);
            if (random.nextInt(6) == 0) {
                labels.add(label);
            }
        }
        return new Case(twoKeys, ttl, rows, labels);
    }

    private static String genre(Random random) {
        return List.of("Drama", "Comédie", "O'Neill").get(random.nextInt(3));
    }

    private static long moment(Random random) {
        return 1_000_000_000_000_000L + random.nextInt(8) * 1_000_000L + random.nextInt(3) - 1;
    }

    private static List<@Nullable Long> join(DuckDb duckDb, Case random) throws SQLException {
        List<JoinKey> keys = new ArrayList<>(List.of(new JoinKey("user", "user_id", ValueType.INT64)));
        if (random.twoKeys()) {
            keys.add(new JoinKey("genre", "genre", ValueType.STRING));
        }
        FeatureView view = new FeatureView(
                "scores",
                1,
                keys,
                List.of(new FeatureField("score", ValueType.INT64, "A score.", null, null)),
                Duration.ofSeconds(random.ttlSeconds()),
                "test",
                "Scores.",
                Map.of(),
                "SELECT");
        duckDb.execute("CREATE OR REPLACE TABLE written (user_id BIGINT, genre VARCHAR, event_timestamp TIMESTAMP,"
                + " created_timestamp TIMESTAMP, score BIGINT)");
        insert(
                duckDb,
                "written",
                random.rows().stream()
                        .map(row ->
                                values(row.user(), row.genre(), time(row.micros()), time(row.created()), row.score()))
                        .toList());
        duckDb.execute(
                "CREATE OR REPLACE TABLE frame (id BIGINT, user_id INTEGER, genre VARCHAR, event_timestamp TIMESTAMP,"
                        + " note VARCHAR)");
        insert(
                duckDb,
                "frame",
                random.labels().stream()
                        .map(label -> values(label.id(), label.user(), label.genre(), time(label.micros()), "'n'"))
                        .toList());
        String settled = "(" + ViewRows.settled(view, "written") + ")";
        FrameTable frame = FrameTable.of(duckDb, "frame", keys);
        String sql = AsOfJoin.query(frame, List.of(new JoinedView(view, settled, view.fields())), List.of(SCORE), true);
        List<@Nullable Long> scores = new ArrayList<>();
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM (" + sql + ") ORDER BY id")) {
            assertThat(result.getMetaData().getColumnName(5)).isEqualTo("note");
            assertThat(result.getMetaData().getColumnName(6)).isEqualTo("scores__score");
            while (result.next()) {
                long score = result.getLong(6);
                scores.add(result.wasNull() ? null : score);
            }
        }
        return scores;
    }

    private static void insert(DuckDb duckDb, String table, List<String> rows) throws SQLException {
        if (!rows.isEmpty()) {
            duckDb.execute("INSERT INTO " + table + " VALUES " + String.join(", ", rows));
        }
    }

    private static String values(@Nullable Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(
                    value instanceof String text && !text.startsWith("make") && !text.startsWith("'")
                            ? DuckDb.literal(text)
                            : String.valueOf(value == null ? "NULL" : value));
        }
        return "(" + String.join(", ", texts) + ")";
    }

    private static @Nullable String time(@Nullable Long micros) {
        return micros == null ? null : "make_timestamp(" + micros + ")";
    }
}

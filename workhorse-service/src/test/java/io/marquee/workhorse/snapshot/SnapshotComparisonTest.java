package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.snapshot.SnapshotComparison.State;
import io.marquee.workhorse.snapshot.SnapshotDiff.Kind;
import io.marquee.workhorse.snapshot.SnapshotDiff.TableDiff;
import io.marquee.workhorse.snapshot.SnapshotManifest.ArchivedFile;
import io.marquee.workhorse.snapshot.TableContent.Chunk;
import io.marquee.workhorse.snapshot.TableContent.Column;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotComparisonTest {

    private static final List<Column> COLUMNS =
            List.of(new Column("id", "bigint"), new Column("name", "text"), new Column("text", "text"));

    /** A row by its key, as the comparison's plain counterpart sees it. */
    private record Key(long id, String name) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int order = Long.compare(id, other.id);
            return order != 0
                    ? order
                    : Arrays.compareUnsigned(
                            name.getBytes(StandardCharsets.UTF_8), other.name.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Map<String, byte[]> chunks = new HashMap<>();
    private int opened;

    private TableContent content(TreeMap<Key, String> rows) throws IOException {
        ChunkAssembler assembler = new ChunkAssembler(
                2, (chunk, bytes) -> chunks.put(chunk.sha256(), Arrays.copyOf(bytes, (int) chunk.bytes())));
        for (Map.Entry<Key, String> row : rows.entrySet()) {
            assembler.add(line(Long.toString(row.getKey().id()), row.getKey().name(), row.getValue()));
        }
        return TableContent.of("things", COLUMNS, List.of("id", "name"), assembler.finish());
    }

    /** A line as PostgreSQL's COPY writes it. */
    private static byte[] line(String... fields) {
        List<String> escaped = new ArrayList<>();
        for (String field : fields) {
            escaped.add(
                    field == null
                            ? "\\N"
                            : field.replace("\\", "\\\\")
                                    .replace("\t", "\\t")
                                    .replace("\n", "\\n")
                                    .replace("\r", "\\r"));
        }
        return (String.join("\t", escaped) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private SnapshotDiff compare(TableContent from, TableContent to) throws IOException {
        return SnapshotComparison.compare(
                new State("a", List.of(from), List.of()), new State("b", List.of(to), List.of()), sha256 -> {
                    opened++;
                    return new ByteArrayInputStream(Objects.requireNonNull(chunks.get(sha256)));
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldFindWhatANaiveComparisonFinds(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        String[] names = {"", "a", "b\tc", "\\N", "\\", "\n", "é", "\uFFFD", "\uD83D\uDE00", "기생충", "a\\tb"};
        String[] texts = {null, "", "x", "\\N", "y".repeat(3000), "tab\there", "back\\slash", "\r\n"};
        TreeMap<Key, String> before = new TreeMap<>();
        int rows = random.nextInt(3000);
        for (int i = 0; i < rows; i++) {
            before.put(
                    new Key(random.nextInt(4000) - 100, names[random.nextInt(names.length)]),
                    texts[random.nextInt(texts.length)]);
        }
        TreeMap<Key, String> after = new TreeMap<>(before);
        int changes = random.nextInt(random.nextBoolean() ? 5 : 2000);
        for (int i = 0; i < changes; i++) {
            Key key = new Key(random.nextInt(4000) - 100, names[random.nextInt(names.length)]);
            if (random.nextInt(3) == 0) {
                after.remove(key);
            } else {
                after.put(key, texts[random.nextInt(texts.length)]);
            }
        }

        // When
        SnapshotDiff diff = compare(content(before), content(after));

        // Then
        long added =
                after.keySet().stream().filter(key -> !before.containsKey(key)).count();
        long removed =
                before.keySet().stream().filter(key -> !after.containsKey(key)).count();
        long changed = after.entrySet().stream()
                .filter(row ->
                        before.containsKey(row.getKey()) && !Objects.equals(before.get(row.getKey()), row.getValue()))
                .count();
        assertThat(diff.identical()).isEqualTo(before.equals(after));
        if (!diff.identical()) {
            TableDiff table = diff.tables().getFirst();
            assertThat(List.of(table.added(), table.removed(), table.changed()))
                    .containsExactly(added, removed, changed);
            assertThat(table.changedColumns()).isEqualTo(changed == 0 ? Map.of() : Map.of("text", changed));
            assertThat(table.examples())
                    .hasSize((int) (Math.min(5, added) + Math.min(5, removed) + Math.min(5, changed)));
        }
    }

    @Test
    void shouldReadLittleMoreThanWhatDiffers() throws IOException {
        // Given
        TreeMap<Key, String> before = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            before.put(new Key(i, "n"), "z".repeat(1000));
        }
        TreeMap<Key, String> after = new TreeMap<>(before);
        after.put(new Key(10_000, "n"), "changed");
        after.remove(new Key(15_000, "n"));
        after.put(new Key(5_000, "new"), "added");

        // When
        SnapshotDiff diff = compare(content(before), content(after));

        // Then
        assertThat(diff.tables().getFirst().examples())
                .extracting(SnapshotDiff.RowChange::kind)
                .containsExactlyInAnyOrder(Kind.ADDED, Kind.REMOVED, Kind.CHANGED);
        assertThat(content(before).chunks()).hasSizeGreaterThan(8);
        assertThat(opened).isBetween(2, 12).isLessThan(content(before).chunks().size());
    }

    @Test
    void shouldCountAllRowsOfATableThatOneSideDoesNotHave() throws IOException {
        // Given
        TableContent things = content(new TreeMap<>(Map.of(new Key(1, "a"), "x", new Key(2, "b"), "y")));

        // When
        SnapshotDiff diff = SnapshotComparison.compare(
                new State(
                        "a",
                        List.of(),
                        List.of(new ArchivedFile("raw/1", 1, "aa"), new ArchivedFile("raw/2", 1, "bb"))),
                new State(
                        "b",
                        List.of(things),
                        List.of(new ArchivedFile("raw/2", 1, "cc"), new ArchivedFile("raw/3", 1, "dd"))),
                sha256 -> new ByteArrayInputStream(Objects.requireNonNull(chunks.get(sha256))));

        // Then
        assertThat(diff.tables().getFirst().added()).isEqualTo(2);
        assertThat(diff.files())
                .isEqualTo(new SnapshotDiff.FileDiff(List.of("raw/3"), List.of("raw/1"), List.of("raw/2")));
    }

    @Test
    void shouldCompareOnlyColumnsThatBothSidesHave() throws IOException {
        // Given
        TableContent old = content(new TreeMap<>(Map.of(new Key(1, "a"), "x")));
        byte[] row = line("1", "a", "new", "x");
        Chunk chunk = new Chunk(Digest.of(row, row.length), 1, row.length);
        chunks.put(chunk.sha256(), row);
        TableContent wider = TableContent.of(
                "things",
                List.of(COLUMNS.get(0), COLUMNS.get(1), new Column("more", "text"), COLUMNS.get(2)),
                List.of("id", "name"),
                List.of(chunk));

        // When
        TableDiff table = compare(old, wider).tables().getFirst();

        // Then
        assertThat(List.of(table.added(), table.removed(), table.changed())).containsExactly(0L, 0L, 0L);
        assertThat(table.columnsAdded()).containsExactly("more");
    }
}

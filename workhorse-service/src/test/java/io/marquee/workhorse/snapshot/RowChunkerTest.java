package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.snapshot.TableContent.Chunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowChunkerTest {

    private static List<Chunk> chunks(TreeMap<Integer, String> rows) throws IOException {
        ChunkAssembler assembler = new ChunkAssembler(1, (chunk, bytes) -> {});
        for (var row : rows.entrySet()) {
            assembler.add((row.getKey() + "\t" + row.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return assembler.finish();
    }

    private static TreeMap<Integer, String> rows(int count) {
        TreeMap<Integer, String> rows = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            rows.put(i, "a rating and when it was given");
        }
        return rows;
    }

    @Test
    void shouldMakeChunksOfTheUsualSize() throws IOException {
        // When
        List<Chunk> chunks = chunks(rows(1_000_000));

        // Then
        long bytes = chunks.stream().mapToLong(Chunk::bytes).sum();
        assertThat(bytes / chunks.size()).isBetween(RowChunker.USUAL_BYTES / 2L, RowChunker.USUAL_BYTES * 2L);
        assertThat(chunks).allMatch(chunk -> chunk.bytes() <= RowChunker.MOST_BYTES);
        assertThat(chunks.stream().mapToLong(Chunk::rows).sum()).isEqualTo(1_000_000);
    }

    @Test
    void shouldTouchAtMostTwoChunksPerRow() throws IOException {
        // Given
        TreeMap<Integer, String> rows = rows(200_000);
        Set<Chunk> before = new HashSet<>(chunks(rows));

        for (int key : new int[] {0, 1, 77_777, 123_456, 199_999}) {
            for (String change : new String[] {"changed", "removed"}) {
                // When
                TreeMap<Integer, String> changed = new TreeMap<>(rows);
                if (change.equals("removed")) {
                    changed.remove(key);
                } else {
                    changed.put(key, change);
                }
                List<Chunk> after = chunks(changed);

                // Then
                assertThat(after.stream()
                                .filter(chunk -> !before.contains(chunk))
                                .count())
                        .as("%d %s", key, change)
                        .isBetween(1L, 2L);
            }
        }
    }

    @Test
    void shouldTakeARowOfAnySize() throws IOException {
        // Given
        TreeMap<Integer, String> rows = rows(10);
        rows.put(5, "x".repeat(3 * RowChunker.MOST_BYTES));

        // When
        List<Chunk> chunks = chunks(rows);

        // Then
        assertThat(chunks.stream().mapToLong(Chunk::rows).sum()).isEqualTo(10);
        assertThat(chunks.stream().filter(chunk -> chunk.bytes() > RowChunker.MOST_BYTES))
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.rows()).isEqualTo(1));
    }
}

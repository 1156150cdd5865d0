package io.marquee.workhorse.ingestion.imdb;

import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.packed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class TsvReaderTest {

    private static final int BLOCK = 1 << 18;

    @Test
    void shouldReadLinesOfAllLengthsAcrossBlocks() throws IOException {
        // Given
        Random random = new Random(7);
        List<String> lines = new ArrayList<>(List.of("a\tb"));
        for (int i = 0; i < 3000; i++) {
            lines.add("é".repeat(random.nextInt(400)) + "\t" + i);
        }
        lines.add("x".repeat(ReadAhead.HEADROOM - 2) + "\t1");
        lines.add("last\twithout end");

        // When
        List<String> plain = all(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        List<String> packed = all(packed(String.join("\r\n", lines)));

        // Then
        assertThat(plain).isEqualTo(lines.subList(1, lines.size()));
        assertThat(packed).isEqualTo(plain);
    }

    @Test
    void shouldGoOnBehindALineThatIsTooLong() throws IOException {
        // Given
        String text = "a\tb\n1\t2\n" + "y".repeat(3 * BLOCK) + "\n3\t4\n" + "z".repeat(ReadAhead.HEADROOM + 1)
                + "\n5\t6\n" + "w".repeat(BLOCK);

        // When
        try (TsvReader reader = open(text.getBytes(StandardCharsets.UTF_8))) {
            List<String> seen = new ArrayList<>();
            while (reader.next()) {
                seen.add(reader.line() + " " + reader.defect() + " "
                        + reader.raw().substring(0, Math.min(3, reader.raw().length())));
            }

            // Then
            assertThat(seen)
                    .containsExactly(
                            "2 null 1\t2",
                            "3 is longer than 65536 bytes yyy",
                            "4 null 3\t4",
                            "5 is longer than 65536 bytes zzz",
                            "6 null 5\t6",
                            "7 is longer than 65536 bytes www");
        }
    }

    @Test
    void shouldSkipAByteOrderMarkAndEmptyLines() throws IOException {
        // When
        List<String> lines = all("\uFEFFa\tb\r\n\r\n\n1\t2\n\n".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(lines).containsExactly("1\t2");
    }

    @Test
    void shouldReadMembersOneAfterTheOther() throws IOException {
        // Given
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(packed("a\tb\n1\t"));
        members.write(packed(""));
        members.write(withHeaderFields("2\n3\t4\n"));

        // When
        List<String> lines = all(members.toByteArray());

        // Then
        assertThat(lines).containsExactly("1\t2", "3\t4");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(members.toByteArray())).readAllBytes())
                .as("the JDK agrees")
                .isEqualTo("a\tb\n1\t2\n3\t4\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldNameTheByteWhereAFileIsCutOff() throws IOException {
        // Given
        byte[] whole = packed(longText());

        // When / Then
        for (int length : new int[] {1, 5, 17, whole.length / 2, whole.length - 8, whole.length - 1}) {
            assertThatThrownBy(() -> all(Arrays.copyOf(whole, length)))
                    .as("first %d bytes", length)
                    .hasMessage("t.tsv.gz is cut off at byte " + length + ": the rest of it is missing");
        }
    }

    @Test
    void shouldNameWhatIsDamaged() throws IOException {
        // Given
        byte[] whole = packed(longText());
        byte[] checksum = whole.clone();
        checksum[whole.length - 7] ^= 1;
        byte[] size = whole.clone();
        size[whole.length - 3] ^= 1;
        byte[] garbage = Arrays.copyOf(whole, whole.length + 5);
        byte[] middle = whole.clone();
        Arrays.fill(middle, whole.length / 2, whole.length / 2 + 50, (byte) 0xFF);

        // When / Then
        assertThatThrownBy(() -> all(checksum))
                .hasMessageMatching("t.tsv.gz is damaged at byte " + (whole.length - 4)
                        + ": it has the checksum [0-9a-f]{8}, its content has [0-9a-f]{8}");
        assertThatThrownBy(() -> all(size))
                .hasMessageContaining("is damaged at byte " + whole.length + ": it says it has");
        assertThatThrownBy(() -> all(garbage)).hasMessageContaining("something behind its end that is not gzip");
        assertThatThrownBy(() -> all(middle)).hasMessageContaining("t.tsv.gz is damaged at byte ");
        assertThatThrownBy(() -> all("a\tb\n".getBytes(StandardCharsets.UTF_8), "t.tsv.gz"))
                .hasMessage("t.tsv.gz is not a gzip file, it starts with 0x6109");
        assertThatThrownBy(() -> all(new byte[0], "t.tsv.gz")).hasMessage("t.tsv.gz is empty, a header is needed");
        assertThatThrownBy(() -> all(packed(""))).hasMessage("t.tsv.gz is empty, a header is needed");
    }

    @Test
    void shouldFindLineFeedsAmongAllBytes() {
        // Given
        byte[] bytes = new byte[2000];
        new Random(3).nextBytes(bytes);

        // When / Then
        for (int from = 0; from < bytes.length; from++) {
            int expected = -1;
            for (int i = from; i < 1990 && expected < 0; i++) {
                expected = bytes[i] == '\n' ? i : -1;
            }
            assertThat(LineFeeds.first(bytes, from, 1990)).isEqualTo(expected);
        }
    }

    @Test
    void shouldGiveIdsTheirOrdinals() {
        // Given
        IdTable table = new IdTable();
        Random random = new Random(5);
        List<Long> ids = random.longs(50_000, 0, 1L << 40).distinct().boxed().toList();

        // When
        for (int i = 0; i < ids.size(); i++) {
            assertThat(table.add(ids.get(i))).isEqualTo(i);
        }

        // Then
        assertThat(table.size()).isEqualTo(ids.size());
        assertThat(table.add(ids.get(7))).isEqualTo(-8);
        assertThat(table.find(ids.getLast())).isEqualTo(ids.size() - 1);
        assertThat(table.find(1L << 41)).isEqualTo(-1);
        assertThat(table.find(-1)).isEqualTo(-1);
    }

    private static String longText() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("a\tb\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(random.nextInt()).append('\t').append(random.nextInt()).append('\n');
        }
        return text.toString();
    }

    /** A member with every optional part of the header. */
    private static byte[] withHeaderFields(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] deflated = new byte[1000];
        int length = deflater.deflate(deflated);
        deflater.end();
        java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                new byte[] {0x1F, (byte) 0x8B, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0});
        checksum.update(out.toByteArray());
        int header = (int) checksum.getValue();
        out.write(header);
        out.write(header >> 8);
        out.write(deflated, 0, length);
        checksum.reset();
        checksum.update(content);
        for (int value : new int[] {(int) checksum.getValue(), content.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(value >> shift);
            }
        }
        return out.toByteArray();
    }

    private static List<String> all(byte[] bytes) throws IOException {
        return all(bytes, bytes.length > 0 && bytes[0] == 0x1F ? "t.tsv.gz" : "t.tsv");
    }

    private static List<String> all(byte[] bytes, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        AtomicLong position = new AtomicLong();
        try (TsvReader reader =
                new ImdbFile(name, bytes.length, () -> new ByteArrayInputStream(bytes)).open(position)) {
            while (reader.next()) {
                lines.add(reader.raw());
            }
        }
        assertThat(position).hasValue(bytes.length);
        return lines;
    }

    private static TsvReader open(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return TsvReader.open(ReadAhead.start(in, "t.tsv"), "t.tsv");
    }
}

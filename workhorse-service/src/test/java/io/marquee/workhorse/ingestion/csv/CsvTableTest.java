package io.marquee.workhorse.ingestion.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadFieldsByNameWhateverTheirOrderAndLineEnds() throws IOException {
        // Given
        Path file = write("\uFEFFtitle,more,id\r\n\"Postman, The \"\"2nd\"\"\",x, 7 \r\n\r\nÅ,,8");

        // When
        List<CsvRow> rows = read(file, List.of("id", "title"));

        // Then
        assertThat(rows).hasSize(2).allMatch(row -> row.problem() == null);
        assertThat(rows.getFirst().field("title")).isEqualTo("Postman, The \"2nd\"");
        assertThat(rows.getFirst().field("id")).isEqualTo("7");
        assertThat(rows.getFirst().line()).isEqualTo(2);
        assertThat(rows.get(1).field("title")).isEqualTo("Å");
        assertThat(rows.get(1).field("more")).isEmpty();
        assertThat(rows.get(1).field("not-a-column")).isEmpty();
        assertThat(rows.get(1).line()).isEqualTo(4);
    }

    @Test
    void shouldReadAQuotedFieldOverSeveralLines() throws IOException {
        // Given
        Path file = write("id,title\n1,\"two\nlines\"\n2,b\n");

        // When
        List<CsvRow> rows = read(file, List.of("id"));

        // Then
        assertThat(rows).extracting(row -> row.field("title")).containsExactly("two\nlines", "b");
        assertThat(rows).extracting(CsvRow::line).containsExactly(2L, 4L);
    }

    @Test
    void shouldLoseOnlyTheRowWithAStrayQuote() throws IOException {
        // Given
        Path file = write("id,title\n1,\"never ends\n2,b\n3,\"c, d\"\n4,e\"f\n5,g\n");

        // When
        List<CsvRow> rows = read(file, List.of("id"));

        // Then
        assertThat(rows).hasSize(5);
        assertThat(rows.getFirst().problem()).isEqualTo("has a quoted field that does not end properly");
        assertThat(rows.getFirst().raw()).isEqualTo("1,\"never ends");
        assertThat(rows.subList(1, 3)).extracting(row -> row.field("title")).containsExactly("b", "c, d");
        assertThat(rows.get(4).field("title")).isEqualTo("g");
        assertThat(rows).extracting(CsvRow::line).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void shouldMarkRowsWithTheWrongNumberOfFieldsOrBytesThatAreNotUtf8() throws IOException {
        // Given
        Path file = folder.resolve("data.csv");
        Files.write(file, "id,title\n1\n2,b,c\n3,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        // When
        List<CsvRow> rows = read(file, List.of("id"));

        // Then
        assertThat(rows)
                .extracting(CsvRow::problem)
                .containsExactly(
                        "has 1 fields, the header has 2", "has 3 fields, the header has 2", "is not valid UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``;data.csv is empty, a header is needed",
                "id,name;data.csv: column 'title' is missing, the header is: id,name",
                "id,title,id;data.csv: column 'id' is there twice in the header",
                "id,\"title;data.csv: the header cannot be read: id,\"title"
            })
    void shouldSayWhatIsWrongWithAHeader(String header, String message) throws IOException {
        // Given
        Path file = write(header);

        // When / Then
        assertThatThrownBy(() -> CsvTable.open(file, List.of("id", "title")))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseAFileWithoutLines() throws IOException {
        // Given
        Path file = folder.resolve("data.csv");
        byte[] bytes = new byte[LineReader.MAX_LINE_BYTES + 100_000];
        java.util.Arrays.fill(bytes, (byte) 'x');
        System.arraycopy("id,title\n".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 9);
        Files.write(file, bytes);

        // When / Then
        assertThatThrownBy(() -> read(file, List.of("id")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("data.csv: line 2 is longer than 1048576 bytes; this is not a CSV file");
    }

    @Test
    void shouldReadToTheLastByte() throws IOException {
        // Given
        StringBuilder text = new StringBuilder("id,title\n");
        for (int i = 1; i <= 20_000; i++) {
            text.append(i).append(",title ").append(i).append('\n');
        }
        Path file = write(text.toString());

        // When
        long rows = 0;
        long bytes;
        try (CsvTable table = CsvTable.open(file, List.of("id"))) {
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                rows++;
                assertThat(row.field("id")).isEqualTo(Long.toString(rows));
            }
            bytes = table.bytesRead();
        }

        // Then
        assertThat(rows).isEqualTo(20_000);
        assertThat(bytes).isEqualTo(Files.size(file));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text == null ? "" : text);
    }

    private static List<CsvRow> read(Path file, List<String> required) throws IOException {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvTable table = CsvTable.open(file, required)) {
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}

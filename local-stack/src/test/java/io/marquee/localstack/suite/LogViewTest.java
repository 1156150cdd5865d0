package io.marquee.localstack.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogViewTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shouldPrintLastLinesWhenLogIsLong() throws IOException {
        // Given
        Path log = folder.resolve("a.log");
        Files.writeString(
                log,
                IntStream.rangeClosed(1, 5_000)
                        .mapToObj(i -> "line é " + i)
                        .collect(Collectors.joining("\n", "", "\n")));
        // When
        int found = view(Map.of("a", log)).printEnds(3);
        // Then
        assertThat(found).isEqualTo(1);
        assertThat(printed.toString()).isEqualTo("line é 4998\nline é 4999\nline é 5000\n");
    }

    @Test
    void shouldPrintWhatIsAddedWhenFollowed() throws IOException {
        // Given
        Path log = Files.writeString(folder.resolve("a.log"), "old\n");
        LogView view = view(Map.of("a", log));
        view.printEnds(10);
        // When
        Files.writeString(log, "new\n", StandardOpenOption.APPEND);
        view.printAdditions();
        Files.writeString(log, "x\n");
        view.printAdditions();
        // Then
        assertThat(printed.toString()).isEqualTo("old\nnew\nx\n");
    }

    @Test
    void shouldHeadEachLogByItsNameWhenThereAreSeveral() throws IOException {
        // Given
        Map<String, Path> logs = new LinkedHashMap<>();
        logs.put("a", Files.writeString(folder.resolve("a.log"), "one\n"));
        logs.put("b", folder.resolve("missing.log"));
        logs.put("c", Files.writeString(folder.resolve("c.log"), "two\n"));
        // When
        int found = view(logs).printEnds(5);
        // Then
        assertThat(found).isEqualTo(2);
        assertThat(printed.toString()).isEqualTo("==> a\none\n==> c\ntwo\n");
    }

    private LogView view(Map<String, Path> logs) {
        return new LogView(logs, new PrintStream(printed, true));
    }
}

package io.marquee.workhorse.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void resolveLinksOfTheTempFolder() throws IOException {
        folder = temp.toRealPath();
    }

    @Test
    void shouldFindFiles() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("movies.csv"), "x");

        // When
        SourceFolder found = SourceFolder.open(folder.toString(), Optional.of(folder));

        // Then
        assertThat(found.required("movies.csv")).isEqualTo(file);
        assertThat(found.optional("links.csv")).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWithThePath() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "x");
        String missing = folder.resolve("missing").toString();

        assertRefused(null, "'path' is required, got: null");
        assertRefused(" ", "'path' is required, got:  ");
        assertRefused(missing, "'path' must be a folder that exists on this machine, got: " + missing);
        assertRefused(file.toString(), "'path' must be a folder, got: " + file);
        assertRefused("s3://bucket/x", "'path' must be a local folder, not a URI, got: s3://bucket/x");
        assertRefused("a\0b", "'path' must be a path, got: a?b");
        assertThatThrownBy(() ->
                        SourceFolder.open(folder.toString(), Optional.empty()).required("movies.csv"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'path' must hold movies.csv, got: " + folder);
    }

    @Test
    void shouldRefuseLinksToFilesElsewhere() throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.createSymbolicLink(shared.resolve("movies.csv"), secret);
        SourceFolder found = SourceFolder.open(shared.toString(), Optional.empty());

        // When / Then
        assertThatThrownBy(() -> found.required("movies.csv"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'path' must be a regular file, got: " + shared.resolve("movies.csv"));
    }

    @Test
    void shouldStayBelowTheAllowedFolderAlsoThroughLinks() throws IOException {
        // Given
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), outside);

        // When / Then
        for (String path : new String[] {outside.toString(), link.toString(), allowed + "/../outside"}) {
            assertThatThrownBy(() -> SourceFolder.open(path, Optional.of(allowed)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("'path' must be a folder below " + allowed + ", got: " + path);
        }
    }

    private static void assertRefused(String path, String message) {
        assertThatThrownBy(() -> SourceFolder.open(path, Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }
}

package io.marquee.workhorse.ingestion;

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

    private static final String MOVIES = "movieId,title,genres\n";
    private static final String RATINGS = "userId,movieId,rating,timestamp\n";

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void resolveLinksOfTheTempFolder() throws IOException {
        folder = temp.toRealPath();
    }

    @Test
    void shouldFindTheFilesOfEachSource() throws IOException {
        // Given
        Path movieLens = Files.createDirectory(folder.resolve("ml"));
        Files.writeString(movieLens.resolve("movies.csv"), MOVIES);
        Files.writeString(movieLens.resolve("ratings.csv"), RATINGS);
        Files.writeString(movieLens.resolve("tags.csv"), "whatever");
        Path standard = Files.createDirectory(folder.resolve("standard"));
        Files.writeString(standard.resolve("ratings.csv"), "user_id,movie_id,rating,rated_at\n");

        // When / Then
        assertThat(SourceFolder.open(Source.MOVIELENS, movieLens.toString(), Optional.empty())
                        .files())
                .containsExactly(movieLens.resolve("movies.csv"), movieLens.resolve("ratings.csv"));
        assertThat(SourceFolder.open(Source.STANDARD, standard.toString(), Optional.of(folder))
                        .files())
                .containsExactly(standard.resolve("ratings.csv"));
    }

    @Test
    void shouldSayWhatIsWrongWithThePath() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "x");
        String missing = folder.resolve("missing").toString();

        assertRefused(missing, "'path' must be a folder that exists on this machine, got: " + missing);
        assertRefused(file.toString(), "'path' must be a folder, got: " + file);
        assertRefused("s3://bucket/x", "'path' must be a local folder, not a URI, got: s3://bucket/x");
        assertRefused("a\0b", "'path' must be a path, got: a?b");
        assertRefused(folder.toString(), "'path' must hold movies.csv, got: " + folder);
        Files.writeString(folder.resolve("movies.csv"), MOVIES);
        assertRefused(folder.toString(), "'path' must hold ratings.csv, got: " + folder);
    }

    @Test
    void shouldNameTheColumnThatIsMissing() throws IOException {
        // Given
        Files.writeString(folder.resolve("movies.csv"), MOVIES);
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,stars,timestamp\n");

        // When / Then
        assertRefused(
                folder.toString(),
                "ratings.csv: column 'rating' is missing, the header is: userId,movieId,stars,timestamp");
    }

    @Test
    void shouldRefuseAStandardFolderWithNeitherFile() {
        assertThatThrownBy(() -> SourceFolder.open(Source.STANDARD, folder.toString(), Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'path' must hold movies.csv or ratings.csv, got: " + folder);
    }

    @Test
    void shouldRefuseLinksToFilesElsewhere() throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), MOVIES);
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.createSymbolicLink(shared.resolve("movies.csv"), secret);

        // When / Then
        assertRefused(shared.toString(), "'path' must be a regular file, got: " + shared.resolve("movies.csv"));
    }

    @Test
    void shouldStayBelowTheAllowedFolderAlsoThroughLinks() throws IOException {
        // Given
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), outside);

        // When / Then
        for (String path : new String[] {outside.toString(), link.toString(), allowed + "/../outside"}) {
            assertThatThrownBy(() -> SourceFolder.open(Source.STANDARD, path, Optional.of(allowed)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("'path' must be a folder below " + allowed + ", got: " + path);
        }
    }

    private static void assertRefused(String path, String message) {
        assertThatThrownBy(() -> SourceFolder.open(Source.MOVIELENS, path, Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }
}

package io.marquee.workhorse.ingestion.movielens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.TestIngestionConfig;
import io.marquee.workhorse.ingestion.download.DownloadConfig;
import io.marquee.workhorse.ingestion.download.DownloadFolder;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovieLensOpenerTest {

    private static final MovieLensOpener OPENER = new MovieLensOpener(
            TestIngestionConfig.defaults(),
            new DownloadFolder(new SmallRyeConfigBuilder()
                    .withMapping(DownloadConfig.class)
                    .withConverter(Duration.class, 200, new DurationConverter())
                    .build()
                    .getConfigMapping(DownloadConfig.class)));

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void resolveLinksOfTheTempFolder() throws IOException {
        folder = temp.toRealPath();
    }

    @Test
    void shouldFindTheFilesInTheOrderTheyAreLoaded() throws IOException {
        // Given
        Files.writeString(folder.resolve("movies.csv"), "movieId,title,genres\n");
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,rating,timestamp\n");
        Files.writeString(folder.resolve("tags.csv"), "whatever");

        // When
        SourceDataset dataset = open(Map.of());

        // Then
        assertThat(dataset.rawFiles()).containsExactly(folder.resolve("movies.csv"), folder.resolve("ratings.csv"));
        assertThat(dataset.tables()).extracting(SourceTable::target).containsExactly("movies", "ratings");
        assertThat(dataset.origin()).isEqualTo(folder.toString());
    }

    @Test
    void shouldNameTheFileOrColumnThatIsMissing() throws IOException {
        assertRefused(
                Map.of(),
                "'path' must hold movies.csv and ratings.csv, movies.dat and ratings.dat, or u.item and u.data, got: "
                        + folder);
        Files.writeString(folder.resolve("movies.csv"), "movieId,title,genres\n");
        assertRefused(Map.of(), "'path' must hold ratings.csv, got: " + folder);
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,stars,timestamp\n");
        assertRefused(
                Map.of(), "ratings.csv: column 'rating' is missing, the header is: userId,movieId,stars,timestamp");
        assertRefused(Map.of("size", "32m"), "'options.size' is not an option of movielens, which has none, got: 32m");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "Toy Story (1995),Toy Story,1995",
                "`American President, The (1995)`,`American President, The`,1995",
                "Babylon 5,Babylon 5,null",
                "Death Note: Desu nôto (2006–2007),Death Note: Desu nôto,2006",
                "Doctor Who (2005- ),Doctor Who,2005",
                "3 dev adam (Three Giant Men) (1973),3 dev adam (Three Giant Men),1973",
                "2001: A Space Odyssey (1968),2001: A Space Odyssey,1968",
                "(1995),(1995),null"
            })
    void shouldTakeTheYearFromTheEndOfATitle(String text, String title, Long year) {
        assertThat(MovieLensText.title(text)).isEqualTo(title);
        assertThat(MovieLensText.year(text)).isEqualTo(year);
    }

    @Test
    void shouldGiveLinksTheirUsualFormAndKnowTheAbsenceOfGenres() {
        assertThat(MovieLensText.imdbId("0114709")).isEqualTo("tt0114709");
        assertThat(MovieLensText.imdbId("10370710")).isEqualTo("tt10370710");
        assertThat(MovieLensText.imdbId("")).isEmpty();
        assertThat(MovieLensText.imdbId("tt1")).isEqualTo("tt1");
        assertThat(MovieLensText.genres("(no genres listed)")).isEmpty();
        assertThat(MovieLensText.genres("Sci-Fi|Drama")).isEqualTo("Sci-Fi|Drama");
    }

    private SourceDataset open(Map<String, Object> options) {
        return OPENER.open(new IngestionRequest("movielens", folder.toString(), options));
    }

    private void assertRefused(Map<String, Object> options, String message) {
        assertThatThrownBy(() -> open(options))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }
}

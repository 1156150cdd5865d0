package io.marquee.journey.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.journey.scenario.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleDataTest {

    @Test
    void shouldWriteThreeThousandMoviesAndTheSameRatingsEachTime(@TempDir Path one, @TempDir Path two)
            throws IOException {
        SampleData.write(one);
        SampleData.write(two);

        Ratings ratings = Ratings.read(one);
        assertThat(ratings.movies()).hasSize(3200);
        assertThat(ratings.count()).isBetween(20_000, 30_000);
        assertThat(Files.mismatch(one.resolve("ratings.csv"), two.resolve("ratings.csv")))
                .isEqualTo(-1);
        assertThat(Files.readAllLines(one.resolve("movies.csv")).get(1))
                .isEqualTo("1,The Land Girls,1998,,,,6.1,1071,,");
    }

    /** The demo's story was tuned on these bytes: another stream of random numbers would be another story. */
    @Test
    void shouldWriteTheRatingsThatTheDemoWasTunedOn(@TempDir Path folder) throws IOException, NoSuchAlgorithmException {
        SampleData.write(folder);

        byte[] ratings = Files.readAllBytes(folder.resolve("ratings.csv"));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ratings)))
                .isEqualTo("7b31b6831f63659869b601281826aeb09cfb8a12c75efd920e902af32615a318");
    }

    @Test
    void shouldConvertASourceRow() throws IOException {
        String json = """
                {"Title": 300, "Release Date": "Dec 31 2046", "Running Time min": 117, "Major Genre": "Romantic Comedy",
                 "Creative Type": "Fantasy", "Director": "A B", "IMDB Rating": 7.7, "IMDB Votes": 12}""";

        assertThat(SampleMovies.row(5, new JsonMapper().readTree(json)))
                .isEqualTo(List.of("5", "300", "1946", "Comedy|Romance|Fantasy", "A B", "117", "7.7", "12", "", ""));
        assertThat(SampleMovies.year("Jun 12 1998")).isEqualTo(1998);
    }

    @ParameterizedTest
    @CsvSource({
        "LÈon,Léon",
        "The Naked Gun 2Ω: The Smell of Fear,The Naked Gun 2½: The Smell of Fear",
        "I Love You Ö Don't Touch Me!,I Love You … Don't Touch Me!",
        "Obsluhoval jsem anglickÈho kr·le,Obsluhoval jsem anglického krále",
        "Alien³,Alien³",
        "Alien 3,Alien 3"
    })
    void shouldGiveTitlesTheirAccentsBack(String source, String title) {
        assertThat(SampleMovies.repaired(source)).isEqualTo(title);
    }
}

package io.marquee.journey.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeMovies() throws IOException {
        Files.writeString(
                folder.resolve("movies.csv"), "movieId,title,genres\n1,A (1990),Drama\n2,B (1991),Comedy\n3,C,War\n");
    }

    @Test
    void shouldReadMovieLensOldestFirst() throws IOException {
        Files.writeString(
                folder.resolve("ratings.csv"),
                "userId,movieId,rating,timestamp\n1,2,3.5,1000000001\n1,1,4.0,999999999\n2,3,1.0,5\n3,1,1,5\n3,2,1,6\n3,3,1,7\n");

        Ratings ratings = Ratings.read(folder);

        assertThat(ratings.byUser().get(1L)).containsExactly(1L, 2L);
        assertThat(ratings.movies()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(ratings.count()).isEqualTo(6);
        assertThat(ratings.typicalUser()).isEqualTo(1);
    }

    @Test
    void shouldReadTheStandardSchema() throws IOException {
        Files.writeString(folder.resolve("movies.csv"), "movie_id,title\n7,A\n");
        Files.writeString(
                folder.resolve("ratings.csv"), "user_id,movie_id,rating,rated_at\n1,7,3.5,2020-01-02T00:00:00Z\n");

        assertThat(Ratings.read(folder).byUser()).containsOnlyKeys(1L);
    }

    @Test
    void shouldNameTheFileThatIsMissing() {
        assertThatThrownBy(() -> Ratings.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("ratings.csv cannot be read");
    }
}

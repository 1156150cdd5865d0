package io.marquee.journey.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewReleasesTest {

    private static final NewReleases SCENARIO = NewReleases.create(1001, 501, List.of(7L, 9L), 4, 20, 10, 2030, 42);

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertThat(NewReleases.create(1001, 501, List.of(7L, 9L), 4, 20, 10, 2030, 42))
                .isEqualTo(SCENARIO);
        assertThat(NewReleases.create(1001, 501, List.of(7L, 9L), 4, 20, 10, 2030, 43))
                .isNotEqualTo(SCENARIO);
    }

    @Test
    void shouldNumberMoviesAndUsersOnwards() {
        assertThat(SCENARIO.movies().keySet()).first().isEqualTo(1001L);
        assertThat(SCENARIO.movies().keySet()).last().isEqualTo(1020L);
        assertThat(SCENARIO.visits())
                .extracting(NewReleases.Visit::user)
                .containsExactly(7L, 9L, 501L, 502L, 503L, 504L);
        assertThat(SCENARIO.ratings()).isEqualTo(60);
    }

    @Test
    void shouldSplitTheAudienceIntoTwoCamps() {
        for (int i = 0; i < SCENARIO.visits().size(); i++) {
            NewReleases.Visit visit = SCENARIO.visits().get(i);
            String loved = i % 2 == 0 ? "Documentary" : "Musical";
            for (int j = 0; j < visit.movies().size(); j++) {
                boolean mine = SCENARIO.movies()
                        .get(visit.movies().get(j))
                        .genres()
                        .getFirst()
                        .equals(loved);
                assertThat(visit.stars().get(j) >= 3).isEqualTo(mine);
                assertThat(visit.stars().get(j) * 2 % 1).isZero();
                assertThat(visit.stars().get(j)).isBetween(0.5, 5.0);
            }
            assertThat(visit.movies()).doesNotHaveDuplicates().hasSize(10);
        }
    }

    @Test
    void shouldWriteTheSlateInTheStandardSchema(@TempDir Path folder) throws IOException {
        SCENARIO.writeMovies(folder);

        List<String> lines = Files.readAllLines(folder.resolve("movies.csv"));
        assertThat(lines).hasSize(21);
        assertThat(lines.getFirst())
                .isEqualTo(
                        "movie_id,title,year,genres,director,runtime_minutes,vote_average,vote_count,imdb_id,tmdb_id");
        assertThat(lines.get(1))
                .startsWith("1001,The Glass Harbor,2030,Documentary|")
                .endsWith(",,,,");
    }

    @Test
    void shouldRefuseASlateThatHasNoTitles() {
        assertThatThrownBy(() -> NewReleases.create(1, 1, List.of(), 1, 101, 10, 2030, 1))
                .hasMessage("a slate of 101 cannot be made or shown 10 at a time");
    }
}

package io.marquee.workhorse.ingestion.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.localstack.tmdb.Fault;
import io.marquee.localstack.tmdb.StubCatalogue;
import io.marquee.localstack.tmdb.StubMovie;
import io.marquee.localstack.tmdb.TmdbStub;
import io.marquee.workhorse.ingestion.crawl.FakeCrawlClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a service, because only there the REST client works. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class TmdbCrawlerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final StubCatalogue catalogue = StubCatalogue.generate(70, 7);
    private final FakeCrawlClock clock = new FakeCrawlClock(START);
    private TmdbStub stub;
    private TmdbCrawler crawler;

    @BeforeEach
    void start() throws IOException {
        stub = TmdbStub.start(catalogue);
        crawler = TmdbCrawler.open(TmdbSetup.of(stub), clock, new Random(1));
    }

    @AfterEach
    void stop() {
        crawler.close();
        stub.close();
    }

    @Test
    void shouldFetchOnePageInRegionAndLanguage() throws Exception {
        // When
        List<JsonNode> movies = crawler.popularMovies(2);

        // Then
        assertThat(ids(movies)).isEqualTo(popularIds(20, 40));
        assertThat(movies.getFirst().path("title").textValue())
                .isEqualTo(catalogue.popular().get(20).koreanTitle());
        assertThat(stub.requests()).containsExactly("/movie/popular?language=ko-KR&page=2&region=KR");
    }

    @Test
    void shouldFetchARangeOfPagesBothIncludedAtTheInterval() throws Exception {
        // When
        List<JsonNode> movies = crawler.popularMovies(1, 3);

        // Then
        assertThat(ids(movies)).isEqualTo(popularIds(0, 60));
        assertThat(Duration.between(START, clock.now())).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void shouldEndWhereTmdbHasNoMorePages() throws Exception {
        // When
        List<JsonNode> movies = crawler.popularMovies(3, 500);

        // Then
        assertThat(ids(movies)).isEqualTo(popularIds(40, 69));
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void shouldAskAgainWhenAnAnswerIsBadAndSayWhyWhenAllAre() throws Exception {
        // Given
        stub.faults().next("/movie/popular?language=ko-KR&page=1", new Fault.CutOff(), new Fault.TooMany("5"));
        stub.faults().always("/movie/popular?language=ko-KR&page=2", new Fault.Status(500));

        // When / Then
        assertThat(crawler.popularMovies(1)).hasSize(20);
        assertThatThrownBy(() -> crawler.popularMovies(1, 2))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith(
                        "TMDB did not answer popular?page=2 in 6 attempts, the last one failed with: HTTP"
                                + " 500: Internal error: Something went wrong, contact TMDb.");
    }

    @Test
    void shouldSaveMoviesAsTheyCame(@TempDir Path folder) throws Exception {
        // Given
        List<JsonNode> movies = crawler.popularMovies(1);

        // When
        Path file = TmdbCrawler.save(movies, folder.resolve("result"), "popular");

        // Then
        assertThat(file).isEqualTo(folder.resolve("result/popular.json"));
        JsonNode saved = JsonMapper.builder().build().readTree(Files.readString(file));
        assertThat(saved.path("movies")).containsExactlyElementsOf(movies);
        assertThat(saved).hasSize(1);
        assertThat(folder.resolve("result")).isDirectoryContaining("glob:**popular.json");
        assertThatThrownBy(() -> TmdbCrawler.save(movies, folder, "../popular"))
                .hasMessage("the name of a file must not be a path, got: ../popular");
    }

    @Test
    void shouldSayWhatIsMissingWhenThereAreNoCredentials() {
        // Given
        TmdbSetup none = new TmdbSetup(stub.baseUri(), Optional.of(" "), Optional.empty(), Duration.ofSeconds(1));

        // When / Then
        assertThatThrownBy(() -> TmdbCrawler.open(none, clock, new Random(1)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("TMDB answers only with credentials, and this service has none: set TMDB_ACCESS_TOKEN"
                        + " (version 4) or TMDB_API_KEY (version 3) in its environment and restart it");
        assertThatThrownBy(() -> crawler.popularMovies(501)).hasMessage("'page' must be within 1 to 500, got: 501");
    }

    private List<Long> popularIds(int from, int to) {
        return catalogue.popular().subList(from, to).stream().map(StubMovie::id).toList();
    }

    private static List<Long> ids(List<JsonNode> movies) {
        return movies.stream().map(movie -> movie.path("id").longValue()).toList();
    }
}

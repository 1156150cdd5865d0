package io.marquee.workhorse.ingestion.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.localstack.tmdb.Fault;
import io.marquee.localstack.tmdb.StubCatalogue;
import io.marquee.localstack.tmdb.StubMovie;
import io.marquee.localstack.tmdb.TmdbStub;
import io.marquee.workhorse.ingestion.crawl.Crawl;
import io.marquee.workhorse.ingestion.crawl.CrawlTarget;
import io.marquee.workhorse.ingestion.crawl.FakeCrawlClock;
import io.marquee.workhorse.ingestion.crawl.TestCrawls;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole crawls of the stub over real HTTP into the real database and object store; only time is made up. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class TmdbCrawlTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final Fault[] PASSING_FAULTS = {
        new Fault.Status(500),
        new Fault.Status(502),
        new Fault.TooMany("3"),
        new Fault.CutOff(),
        new Fault.Malformed(),
        new Fault.WebPage(),
        new Fault.Reset()
    };
    private static final Fault TOO_SLOW = new Fault.Slow(Duration.ofMillis(1300));

    @Inject
    TestCrawls crawls;

    @Inject
    TmdbDatasetOpener opener;

    private final StubCatalogue catalogue = StubCatalogue.generate(70, 7);
    private final FakeCrawlClock clock = new FakeCrawlClock(START);
    private TmdbStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = TmdbStub.start(catalogue);
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void shouldFetchEverythingOnceAtTheInterval() throws Exception {
        // When
        Crawl crawl = crawl(Map.of(
                "lists", List.of("popular", "top_rated", "now_playing"), "years", List.of(2025), "pages", "1-500"));

        // Then
        assertThat(crawl.state()).isEqualTo(Crawl.State.SUCCEEDED);
        assertThat(ExpectedMovies.read(dataset(crawl))).isEqualTo(ExpectedMovies.of(catalogue.popular()));
        assertThat(new TreeSet<>(stub.requests()))
                .isEqualTo(expectedRequests(
                        Map.of(
                                "/movie/popular",
                                4,
                                "/movie/top_rated",
                                pages(catalogue.topRated()),
                                "/movie/now_playing",
                                pages(catalogue.nowPlaying())),
                        Map.of(2025, pages(catalogue.ofYear(2025))),
                        catalogue.popular()));
        assertThat(stub.requestCounts().values()).containsOnly(1L);
        int requests = stub.requests().size();
        assertThat(crawl.requests()).isEqualTo(requests);
        assertThat(crawl.stepsDone()).isEqualTo(requests).isEqualTo(crawl.stepsTotal());
        // The stub's answers take no time of the made-up clock: what passes is the interval, and nothing else.
        assertThat(Duration.between(START, clock.now()))
                .isEqualTo(Duration.ofMillis(400).multipliedBy(requests - 1));
        assertThat(crawl.activeSeconds()).isEqualTo((requests - 1) * 0.4);
        assertThat(crawl.waitedSeconds()).isEqualTo((requests - 1) * 0.4);
    }

    @Test
    void shouldFetchTheSameMoviesWithoutDetailsWhenAskedForPagesOnly() throws Exception {
        // When
        Crawl crawl = crawl(Map.of("pages", "2-3", "details", false));

        // Then
        assertThat(crawl.requests()).isEqualTo(3);
        assertThat(ExpectedMovies.read(dataset(crawl)))
                .isEqualTo(ExpectedMovies.ofPages(catalogue.popular().subList(20, 60)));
    }

    static Stream<Fault> passingFaults() {
        return Stream.concat(
                Stream.of(PASSING_FAULTS),
                Stream.of(TOO_SLOW, new Fault.Status(408), new Fault.TooMany("Sun, 01 Mar 2026 12:05:00 GMT")));
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void shouldEndCompleteAndExactWhenAFaultPasses(Fault fault) throws Exception {
        // Given
        long id = catalogue.popular().get(30).id();
        String second = "/movie/popular?language=ko-KR&page=2";
        stub.faults().next("/genre/movie/list", fault);
        stub.faults().next(second, fault, fault);
        stub.faults().next("/movie/" + id, fault);

        // When
        Crawl crawl = crawl(Map.of("pages", "1-2"), setup(fault));

        // Then
        assertThat(crawl.state()).as(crawl.error()).isEqualTo(Crawl.State.SUCCEEDED);
        assertThat(ExpectedMovies.read(dataset(crawl)))
                .isEqualTo(ExpectedMovies.of(catalogue.popular().subList(0, 40)));
        assertThat(crawl.retries()).isEqualTo(4);
        assertThat(crawl.requests()).isEqualTo(1 + 2 + 40 + 4);
        assertThat(crawl.problems())
                .extracting(problem -> problem.step() + " " + problem.attempt())
                .containsExactly("movie/" + id + " 1", "popular?page=2 2", "popular?page=2 1", "genres 1");
        assertThat(repeated()).hasSize(3).allSatisfy((request, count) -> assertThat(count)
                .isEqualTo(request.startsWith(second) ? 3 : 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldEndCompleteAndExactWhenFaultsOfAllKindsComeAtRandom(long seed) throws Exception {
        // Given
        boolean slow = seed == 1;
        stub.faults()
                .atRandom(
                        seed,
                        0.2,
                        4,
                        slow
                                ? Stream.concat(Stream.of(PASSING_FAULTS), Stream.of(TOO_SLOW))
                                        .toArray(Fault[]::new)
                                : PASSING_FAULTS);

        // When
        Crawl crawl = crawl(
                Map.of("lists", List.of("popular", "top_rated"), "pages", "1-500"),
                slow ? TmdbSetup.of(stub).impatient() : TmdbSetup.of(stub));

        // Then
        assertThat(crawl.state()).as(crawl.error()).isEqualTo(Crawl.State.SUCCEEDED);
        assertThat(ExpectedMovies.read(dataset(crawl))).isEqualTo(ExpectedMovies.of(catalogue.popular()));
        assertThat(crawl.retries()).isPositive();
        // What was answered well was not asked again; an answer that came too late was not received.
        assertThat(stub.answeredCounts().values()).containsOnly(1);
        assertThat(stub.answeredCounts()).hasSize((int) crawl.stepsTotal());
        assertThat(stub.requests()).hasSize((int) crawl.requests());
    }

    static Stream<Arguments> lastingFaults() {
        return Stream.of(
                Arguments.of(
                        new Fault.Status(401),
                        1,
                        "TMDB refused access to popular?page=2 (HTTP 401: Invalid API key: You must be granted a valid"
                                + " key). Set TMDB_ACCESS_TOKEN (version 4) or TMDB_API_KEY (version 3) to valid"
                                + " credentials of the service, restart it and resume the crawl."),
                Arguments.of(
                        new Fault.OtherShape(),
                        1,
                        "TMDB answered popular?page=2 in an unexpected shape: 'page' is missing. Nothing of it was taken;"
                                + " check that the base URL is that of the API's known version."),
                Arguments.of(
                        new Fault.Status(404),
                        1,
                        "TMDB does not answer popular?page=2 (HTTP 404: The resource you requested could not be found)."
                                + " Check the base URL and the parameters of the crawl."),
                Arguments.of(
                        new Fault.Status(503),
                        6,
                        "TMDB did not answer popular?page=2 in 6 attempts, the last one failed with: HTTP 503: Service"
                                + " offline: This service is temporarily offline, try again later. Resume the crawl once"
                                + " it works again; it goes on where it is."),
                Arguments.of(TOO_SLOW, 6, "TMDB did not answer popular?page=2 in 6 attempts"),
                Arguments.of(new Fault.CutOff(), 6, "TMDB did not answer popular?page=2 in 6 attempts"));
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void shouldFailWithAReasonAndResumeWithoutAskingTwiceWhenAFaultLasts(Fault fault, int attempts, String reason)
            throws Exception {
        // Given
        String second = "/movie/popular?language=ko-KR&page=2";
        stub.faults().always(second, fault);
        CrawlTarget target = target(Map.of("pages", "1-3"), setup(fault));
        String crawlId = crawls.create("tmdb", target);

        // When
        Crawl failed = crawls.run(crawlId, target, clock, 1);
        stub.faults().clear();
        Crawl resumed = crawls.run(crawlId, target, clock, 1);
        target.close();

        // Then
        assertThat(failed.state()).isEqualTo(Crawl.State.FAILED);
        assertThat(failed.error()).startsWith(reason).doesNotContain(TmdbStub.API_KEY);
        assertThat(failed.stepsDone()).isEqualTo(2);
        assertThat(resumed.state()).isEqualTo(Crawl.State.SUCCEEDED);
        assertThat(resumed.error()).isNull();
        assertThat(resumed.resumed()).isEqualTo(1);
        assertThat(ExpectedMovies.read(dataset(resumed)))
                .isEqualTo(ExpectedMovies.of(catalogue.popular().subList(0, 60)));
        assertThat(repeated()).hasSize(1).allSatisfy((request, count) -> {
            assertThat(request).startsWith(second);
            assertThat(count).isEqualTo(attempts + 1);
        });
    }

    @Test
    void shouldPassOverAMovieThatIsGone() throws Exception {
        // Given
        StubMovie gone = catalogue.popular().get(5);
        stub.faults().next("/movie/" + gone.id(), new Fault.Status(404));

        // When
        Crawl crawl = crawl(Map.of());

        // Then
        assertThat(crawl.state()).isEqualTo(Crawl.State.SUCCEEDED);
        assertThat(crawl.stepsMissing()).isEqualTo(1);
        // What the page said of it is all there is.
        Map<Long, Map<String, Object>> expected =
                ExpectedMovies.of(catalogue.popular().subList(0, 20));
        expected.putAll(ExpectedMovies.ofPages(List.of(gone)));
        assertThat(ExpectedMovies.read(dataset(crawl))).isEqualTo(expected);
    }

    @Test
    void shouldStopAtThePagesThatTmdbServes() throws Exception {
        // Given
        StubCatalogue large = StubCatalogue.generate(10_300, 3);
        assertThat(pages(large.popular())).isGreaterThan(500);

        // When
        Crawl crawl;
        try (TmdbStub many = TmdbStub.start(large);
                CrawlTarget target = target(Map.of("pages", "1-500", "details", false), TmdbSetup.of(many))) {
            crawl = crawls.run(crawls.create("tmdb", target), target, clock, 1);
            assertThat(many.requests()).hasSize(501);
        }

        // Then
        assertThat(crawl.state()).as(crawl.error()).isEqualTo(Crawl.State.SUCCEEDED);
        assertThat(ExpectedMovies.read(dataset(crawl)).keySet())
                .containsExactlyInAnyOrderElementsOf(large.popular().stream()
                        .limit(10_000)
                        .map(StubMovie::id)
                        .toList());
    }

    @Test
    void shouldFetchWhatChangedButNothingForAdultsOnly() throws Exception {
        // Given
        StubMovie retitled = catalogue.all().get(3).titled("Another title");
        StubMovie tooOld = catalogue.all().get(4);
        StubMovie gone = catalogue.all().get(5);
        StubMovie adult =
                catalogue.all().stream().filter(StubMovie::adult).findFirst().orElseThrow();
        catalogue.put(retitled, TODAY.minusDays(20));
        catalogue.put(tooOld, TODAY.minusDays(31));
        catalogue.delete(gone.id(), TODAY.minusDays(2));
        catalogue.put(adult, TODAY);

        // When
        Crawl crawl = crawl(Map.of("changes", true, "since", TODAY.minusDays(30).toString()));

        // Then
        assertThat(ExpectedMovies.read(dataset(crawl))).isEqualTo(ExpectedMovies.of(List.of(retitled)));
        assertThat(crawl.stepsMissing()).isEqualTo(1);
        assertThat(stub.requests())
                .filteredOn(request -> request.startsWith("/movie/changes"))
                .containsExactly(
                        "/movie/changes?end_date=2026-02-05&page=1&start_date=2026-01-30",
                        "/movie/changes?end_date=2026-02-12&page=1&start_date=2026-02-06",
                        "/movie/changes?end_date=2026-02-19&page=1&start_date=2026-02-13",
                        "/movie/changes?end_date=2026-02-26&page=1&start_date=2026-02-20",
                        "/movie/changes?end_date=2026-03-01&page=1&start_date=2026-02-27");
        assertThat(stub.requests())
                .filteredOn(request -> request.matches("/movie/\\d+.*"))
                .hasSize(2);
    }

    @Test
    void shouldPreferTheTokenWhenThereIsAKeyToo() throws Exception {
        // Given
        TmdbSetup setup = TmdbSetup.of(stub).withKey("wrong-key").withToken(TmdbStub.ACCESS_TOKEN);

        // When
        Crawl crawl;
        try (CrawlTarget target = target(Map.of(), setup)) {
            crawl = crawls.run(crawls.create("tmdb", target), target, clock, 1);
        }

        // Then
        assertThat(crawl.state()).as(crawl.error()).isEqualTo(Crawl.State.SUCCEEDED);
    }

    private TmdbSetup setup(Fault fault) {
        return fault instanceof Fault.Slow ? TmdbSetup.of(stub).impatient() : TmdbSetup.of(stub);
    }

    private Crawl crawl(Map<String, Object> request) throws Exception {
        return crawl(request, TmdbSetup.of(stub));
    }

    private Crawl crawl(Map<String, Object> request, TmdbSetup setup) throws Exception {
        try (CrawlTarget target = target(request, setup)) {
            return crawls.run(crawls.create("tmdb", target), target, clock, 1);
        }
    }

    static CrawlTarget target(Map<String, Object> request, TmdbSetup setup) {
        TmdbCrawlParams params = TmdbCrawlParams.from(request, TmdbSettings.of(setup), () -> TODAY.minusDays(1), TODAY);
        return new TmdbTarget(
                TmdbClient.open(setup, params.settings()),
                params.plan(),
                params.settings().pace());
    }

    private SourceDataset dataset(Crawl crawl) {
        return opener.open(new IngestionRequest("tmdb", crawl.archive(), Map.of()));
    }

    private Map<String, Long> repeated() {
        return stub.requestCounts().entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static int pages(List<StubMovie> movies) {
        return Math.max(1, (movies.size() + 19) / 20);
    }

    private static Set<String> expectedRequests(
            Map<String, Integer> lists, Map<Integer, Integer> years, List<StubMovie> movies) {
        Set<String> requests = new TreeSet<>();
        requests.add("/genre/movie/list?language=en");
        lists.forEach((list, pages) -> IntStream.rangeClosed(1, pages)
                .forEach(page -> requests.add(list + "?language=ko-KR&page=" + page + "&region=KR")));
        years.forEach((year, pages) -> IntStream.rangeClosed(1, pages)
                .forEach(page -> requests.add("/discover/movie?include_adult=false&language=ko-KR&page=" + page
                        + "&primary_release_year=" + year + "&region=KR&sort_by=popularity.desc")));
        movies.forEach(movie -> requests.add("/movie/" + movie.id()
                + "?append_to_response=credits,keywords&include_image_language=ko&language=ko-KR"));
        return requests;
    }
}

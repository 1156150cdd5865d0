package io.marquee.localstack.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import info.movito.themoviedbapi.TmdbApi;
import info.movito.themoviedbapi.model.changes.Change;
import info.movito.themoviedbapi.model.changes.ChangesResultsPage;
import info.movito.themoviedbapi.model.core.AbstractJsonMapping;
import info.movito.themoviedbapi.model.core.Movie;
import info.movito.themoviedbapi.model.core.MovieResultsPage;
import info.movito.themoviedbapi.model.core.NamedIdElement;
import info.movito.themoviedbapi.model.core.responses.TmdbResponseException;
import info.movito.themoviedbapi.model.movielists.MovieResultsPageWithDates;
import info.movito.themoviedbapi.model.movies.Cast;
import info.movito.themoviedbapi.model.movies.Crew;
import info.movito.themoviedbapi.model.movies.MovieDb;
import info.movito.themoviedbapi.tools.RequestType;
import info.movito.themoviedbapi.tools.TmdbUrlReader;
import info.movito.themoviedbapi.tools.appendtoresponse.MovieAppendToResponse;
import info.movito.themoviedbapi.tools.builders.discover.DiscoverMovieParamBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The stub against a client that somebody else wrote for TMDB, and against TMDB's own bodies where they are at hand. */
class TmdbStubTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final StubCatalogue catalogue = StubCatalogue.generate(70, 7);
    private TmdbStub stub;
    private TmdbApi client;

    @BeforeEach
    void start() throws IOException {
        stub = TmdbStub.start(catalogue);
        client = new TmdbApi(new StubReader());
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    /** Sends the client's requests to the stub; the client itself has TMDB's address built in. */
    private final class StubReader implements TmdbUrlReader {
        @Override
        public String readUrl(String url, String body, RequestType type) throws TmdbResponseException {
            try {
                HttpResponse<String> answer = get(url.replace("https://api.themoviedb.org/3", ""), true);
                if (answer.statusCode() != 200) {
                    throw new TmdbResponseException("HTTP " + answer.statusCode() + " " + answer.body());
                }
                return answer.body();
            } catch (IOException | InterruptedException e) {
                throw new TmdbResponseException(e);
            }
        }
    }

    @Test
    void shouldServePagesThatAnIndependentClientReads() throws Exception {
        // When
        List<Long> ids = new ArrayList<>();
        for (int page = 1; page <= 4; page++) {
            MovieResultsPage read = client.getMovieLists().getPopular("en-US", page, "KR");
            assertThat(read.getPage()).isEqualTo(page);
            assertThat(read.getTotalPages()).isEqualTo(4);
            assertThat(read.getTotalResults()).isEqualTo(69);
            assertThat(read.getResults()).hasSize(page < 4 ? 20 : 9);
            for (Movie movie : read.getResults()) {
                requireNothingUnknown(movie);
                assertSame(movie, catalogue.find(movie.getId()).orElseThrow());
                ids.add((long) movie.getId());
            }
        }

        // Then
        assertThat(ids)
                .containsExactlyElementsOf(
                        catalogue.popular().stream().map(StubMovie::id).toList());
        assertThat(client.getMovieLists().getPopular("en-US", 5, "KR").getResults())
                .isEmpty();
    }

    @Test
    void shouldServeTheOtherListsToAnIndependentClient() throws Exception {
        // When / Then
        assertThat(client.getMovieLists().getTopRated("en-US", 1, "KR").getResults())
                .extracting(movie -> (long) movie.getId())
                .containsExactlyElementsOf(catalogue.topRated().stream()
                        .limit(20)
                        .map(StubMovie::id)
                        .toList());
        MovieResultsPageWithDates nowPlaying = client.getMovieLists().getNowPlaying("en-US", 1, "KR");
        assertThat(nowPlaying.getDates().getMaximum()).isEqualTo("2026-06-30");
        assertThat(nowPlaying.getResults())
                .extracting(movie -> (long) movie.getId())
                .containsExactlyElementsOf(
                        catalogue.nowPlaying().stream().map(StubMovie::id).toList());
        assertThat(client.getDiscover()
                        .getMovie(new DiscoverMovieParamBuilder()
                                .primaryReleaseYear(2025)
                                .page(1))
                        .getResults())
                .extracting(movie -> (long) movie.getId())
                .containsExactlyElementsOf(catalogue.ofYear(2025).stream()
                        .limit(20)
                        .map(StubMovie::id)
                        .toList());
        assertThat(client.getGenre().getMovieList("en"))
                .extracting(NamedIdElement::getName)
                .containsExactlyElementsOf(StubCatalogue.GENRES.values());
        assertThat(client.getConfiguration().getDetails().getImageConfig().getPosterSizes())
                .contains("w500");
    }

    @Test
    void shouldServeDetailsThatAnIndependentClientReads() throws Exception {
        for (StubMovie movie : catalogue.all()) {
            // When
            MovieDb read = client.getMovies()
                    .getDetails(
                            (int) movie.id(), "ko-KR", MovieAppendToResponse.CREDITS, MovieAppendToResponse.KEYWORDS);

            // Then
            assertThat(read.getNewItems().keySet()).isSubsetOf("origin_country");
            assertThat(read.getTitle()).isEqualTo(movie.koreanTitle());
            assertThat(read.getImdbID()).isEqualTo(movie.imdbId());
            assertThat(read.getRuntime()).isEqualTo(movie.runtime());
            assertThat(read.getReleaseDate()).isEqualTo(movie.releaseDate());
            assertThat(read.getGenres()).extracting(NamedIdElement::getId).isEqualTo(movie.genreIds());
            assertThat(read.getCredits().getCast())
                    .allSatisfy(TmdbStubTest::requireNothingUnknown)
                    .extracting(Cast::getName, Cast::getOrder)
                    .containsExactlyElementsOf(movie.cast().stream()
                            .map(actor -> tuple(actor.name(), actor.order()))
                            .toList());
            assertThat(read.getCredits().getCrew())
                    .allSatisfy(TmdbStubTest::requireNothingUnknown)
                    .extracting(Crew::getName, Crew::getJob)
                    .containsExactlyElementsOf(movie.crew().stream()
                            .map(member -> tuple(member.name(), member.job()))
                            .toList());
            assertThat(read.getKeywords().getKeywords())
                    .extracting(NamedIdElement::getName)
                    .isEqualTo(movie.keywords());
        }
    }

    @Test
    void shouldServeChangesThatAnIndependentClientReads() throws Exception {
        // Given
        StubMovie changed = catalogue.all().get(3);
        StubMovie gone = catalogue.all().get(5);
        catalogue.put(changed.titled("Another title"), LocalDate.of(2026, 7, 2));
        catalogue.delete(gone.id(), LocalDate.of(2026, 7, 3));

        // When
        ChangesResultsPage page = client.getChanges().getMovieChangesList("2026-07-01", "2026-07-03", 1);

        // Then
        assertThat(page.getResults()).allSatisfy(TmdbStubTest::requireNothingUnknown);
        assertThat(page.getResults())
                .extracting(change -> (long) change.getId(), Change::getAdult)
                .containsExactlyInAnyOrder(tuple(changed.id(), false), tuple(gone.id(), null));
        assertThat(client.getChanges()
                        .getMovieChangesList("2026-07-03", "2026-07-03", 1)
                        .getTotalResults())
                .isEqualTo(1);
        assertThatThrownBy(() -> client.getMovies().getDetails((int) gone.id(), "ko-KR"))
                .hasMessageContaining("The resource you requested could not be found.");
    }

    @Test
    void shouldRefuseAsTmdbDoes() throws Exception {
        // When / Then
        assertThat(get("/movie/popular", false).statusCode()).isEqualTo(401);
        assertThat(get("/movie/popular?page=501", true).statusCode()).isEqualTo(400);
        assertThat(get("/movie/1", true).statusCode()).isEqualTo(404);
        assertThat(get("/nothing", true).statusCode()).isEqualTo(404);
        assertThat(get("/movie/changes?start_date=2026-01-01&end_date=2026-02-01", true)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void shouldMisbehaveByScriptAndCountEveryRequest() throws Exception {
        // Given
        String request = "/movie/popular?page=1";
        stub.faults()
                .next(
                        request,
                        new Fault.Status(500),
                        new Fault.TooMany("7"),
                        new Fault.WebPage(),
                        new Fault.Malformed(),
                        new Fault.OtherShape(),
                        new Fault.CutOff(),
                        new Fault.Slow(Duration.ofMillis(50)));

        // When / Then
        assertThat(get(request, true).statusCode()).isEqualTo(500);
        assertThat(get(request, true).headers().firstValue("Retry-After")).contains("7");
        assertThat(get(request, true).headers().firstValue("Content-Type")).contains("text/html");
        String half = get(request, true).body();
        assertThatThrownBy(() -> JSON.readTree(half)).isInstanceOf(IOException.class);
        assertThat(get(request, true).body()).isEqualTo("{\"data\":[]}");
        assertThatThrownBy(() -> get(request, true)).isInstanceOf(IOException.class);
        String whole = get(request, true).body();
        assertThat(JSON.readTree(whole).path("results")).hasSize(20);
        assertThat(get(request, true).body()).isEqualTo(whole).startsWith(half);
        assertThat(stub.requestCounts()).containsExactly(Map.entry(request, 8L));
        // An answer is counted when all of it is sent, and may be read before that.
        await().untilAsserted(() -> assertThat(stub.answeredCounts()).containsExactly(Map.entry(request, 1)));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MARQUEE_DATA", matches = ".+")
    void shouldHaveTheFieldsAndTypesOfRealBodies() throws Exception {
        // Given
        Path real = Path.of(System.getenv("MARQUEE_DATA"), "tmdb");

        // When / Then
        for (String list : List.of("popular", "top_rated")) {
            assertThat(shape(get("/movie/" + list, true).body()))
                    .isEqualTo(shape(JSON.readTree(
                            real.resolve("movie_lists/" + list + ".json").toFile())));
        }
        assertThat(shape(get("/genre/movie/list", true).body()))
                .isEqualTo(shape(
                        JSON.readTree(real.resolve("genres/movie_list.json").toFile())));
        assertThat(shape(get("/movie/popular", false).body()))
                .isEqualTo(shape(JSON.readTree(real.resolve("authentication/validate_key_unsuccessful.json")
                        .toFile())));
        assertThat(merged(""))
                .isEqualTo(
                        shape(JSON.readTree(real.resolve("movies/details.json").toFile())));
        JsonNode appended = JSON.readTree(
                real.resolve("movies/details_with_append_to_response.json").toFile());
        Map<String, Set<String>> ours = merged("credits,keywords");
        Map<String, Set<String>> theirs = shape(appended);
        assertThat(select(ours, "/credits")).isEqualTo(select(theirs, "/credits"));
        assertThat(select(ours, "/keywords")).isEqualTo(select(theirs, "/keywords"));
    }

    /** The shape of all details together: a single movie may lack what a collection or a keyword looks like. */
    private Map<String, Set<String>> merged(String appended) throws Exception {
        Map<String, Set<String>> shape = new TreeMap<>();
        for (StubMovie movie : catalogue.all()) {
            shape(get("/movie/" + movie.id() + "?append_to_response=" + appended, true)
                            .body())
                    .forEach((path, fields) ->
                            shape.computeIfAbsent(path, any -> new TreeSet<>()).addAll(fields));
        }
        return shape;
    }

    private static Map<String, Set<String>> select(Map<String, Set<String>> shape, String begin) {
        Map<String, Set<String>> selected = new TreeMap<>(shape);
        selected.keySet().removeIf(path -> !path.startsWith(begin));
        return selected;
    }

    private static Map<String, Set<String>> shape(String body) throws IOException {
        return shape(JSON.readTree(body));
    }

    /** The names of the fields of each object, by its path. */
    private static Map<String, Set<String>> shape(JsonNode body) {
        Map<String, Set<String>> shape = new TreeMap<>();
        collect("", body, shape);
        return shape;
    }

    private static void collect(String path, JsonNode node, Map<String, Set<String>> shape) {
        if (node.isArray()) {
            node.forEach(element -> collect(path, element, shape));
        } else if (node.isObject()) {
            Set<String> fields = shape.computeIfAbsent(path, any -> new TreeSet<>());
            for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
                Map.Entry<String, JsonNode> field = i.next();
                fields.add(field.getKey());
                collect(path + "/" + field.getKey(), field.getValue(), shape);
            }
        }
    }

    private static void requireNothingUnknown(AbstractJsonMapping read) {
        assertThat(read.getNewItems()).isEmpty();
    }

    private static void assertSame(Movie read, StubMovie movie) {
        assertThat(read.getTitle()).isEqualTo(movie.title());
        assertThat(read.getOriginalLanguage()).isEqualTo(movie.originalLanguage());
        assertThat(read.getGenreIds()).isEqualTo(movie.genreIds());
        assertThat(read.getOverview()).isEqualTo(movie.overview());
        assertThat(read.getReleaseDate()).isEqualTo(movie.releaseDate());
        assertThat(read.getVoteAverage()).isEqualTo(movie.voteAverage());
        assertThat((long) read.getVoteCount()).isEqualTo(movie.voteCount());
        assertThat(read.getPopularity()).isEqualTo(movie.popularity());
        assertThat(read.getPosterPath()).isEqualTo(movie.posterPath());
    }

    private HttpResponse<String> get(String request, boolean allowed) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(stub.baseUri() + request));
        if (allowed) {
            builder.header("Authorization", "Bearer " + TmdbStub.ACCESS_TOKEN);
        }
        return http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }
}

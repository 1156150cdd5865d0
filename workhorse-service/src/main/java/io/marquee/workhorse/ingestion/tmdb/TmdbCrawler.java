package io.marquee.workhorse.ingestion.tmdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.crawl.CrawlClock;
import io.marquee.workhorse.ingestion.crawl.CrawlObserver;
import io.marquee.workhorse.ingestion.crawl.Fetched;
import io.marquee.workhorse.ingestion.crawl.PacedFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Popular movies as JSON, straight from TMDB into memory or a file: for a look at the data, without database and archive. At
 * the same pace and with the same patience as a crawl.
 */
public final class TmdbCrawler implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Nobody looks on. */
    private static final CrawlObserver UNOBSERVED = new CrawlObserver() {
        @Override
        public void waited(Duration time) {}

        @Override
        public void requested() {}

        @Override
        public void retried(String step, int attempt, String reason) {}
    };

    private final TmdbTarget target;
    private final PacedFetcher fetcher;

    private TmdbCrawler(TmdbTarget target, PacedFetcher fetcher) {
        this.target = target;
        this.fetcher = fetcher;
    }

    /** Gets ready to ask, with region, language, interval and so on as configured. */
    public static TmdbCrawler open(TmdbConfig config, CrawlClock clock, RandomGenerator random) {
        TmdbSettings settings = TmdbSettings.of(config);
        TmdbPlan plan = new TmdbPlan(
                List.of(TmdbStep.MovieList.POPULAR), List.of(), 1, TmdbClient.LAST_PAGE, false, null, LocalDate.EPOCH);
        TmdbTarget target = new TmdbTarget(TmdbClient.open(config, settings), plan, settings.pace());
        return new TmdbCrawler(target, new PacedFetcher(target, clock, random, UNOBSERVED));
    }

    /**
     * The movies of one page of the popular ones, as TMDB describes them; none behind the last page.
     *
     * @param page 1 to 500
     * @throws ProblemException when TMDB does not give it, saying why
     */
    public List<JsonNode> popularMovies(int page) throws InterruptedException {
        return movies(fetch(page));
    }

    /**
     * The movies of pages {@code first} to {@code last}, both included; ends early where TMDB has no more pages.
     *
     * @throws ProblemException when TMDB does not give one of them, saying why
     */
    public List<JsonNode> popularMovies(int first, int last) throws InterruptedException {
        List<JsonNode> movies = new ArrayList<>();
        int served = last;
        for (int page = first; page <= served; page++) {
            JsonNode answer = fetch(page);
            movies.addAll(movies(answer));
            served = Math.min(last, answer.path("total_pages").intValue());
        }
        return movies;
    }

    /**
     * Writes {@code {"movies": […]}} to {@code <folder>/<name>.json}, replacing what was there.
     *
     * @return the file
     */
    public static Path save(List<JsonNode> movies, Path folder, String name) throws IOException {
        if (name.isEmpty() || !Path.of(name).getFileName().toString().equals(name)) {
            throw new IllegalArgumentException("the name of a file must not be a path, got: " + name);
        }
        Path file = Files.createDirectories(folder).resolve(name + ".json");
        Path incoming = Files.createTempFile(folder, name, ".part");
        try {
            JSON.writeValue(incoming.toFile(), Map.of("movies", movies));
            Files.move(incoming, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(incoming);
        }
        return file;
    }

    @Override
    public void close() {
        target.close();
    }

    private JsonNode fetch(int page) throws InterruptedException {
        if (page < 1 || page > TmdbClient.LAST_PAGE) {
            throw ProblemException.invalid("page", page, "must be within 1 to " + TmdbClient.LAST_PAGE);
        }
        String step = new TmdbStep.ListPage(TmdbStep.MovieList.POPULAR, page).key();
        return switch (fetcher.fetch(step)) {
            case Fetched.Answered answer -> read(answer.body());
            case Fetched.Missing missing -> throw new ProblemException(ProblemType.UPSTREAM_FAILED, missing.reason());
            case Fetched.Failed failed -> throw new ProblemException(ProblemType.UPSTREAM_FAILED, failed.reason());
            case Fetched.Interrupted _ -> throw new InterruptedException("it was asked to stop before page " + page);
        };
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("an answer that was sound is not any more", e);
        }
    }

    private static List<JsonNode> movies(JsonNode answer) {
        List<JsonNode> movies = new ArrayList<>();
        answer.path("results").forEach(movies::add);
        return movies;
    }
}

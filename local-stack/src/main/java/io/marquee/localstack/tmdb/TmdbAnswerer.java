package io.marquee.localstack.tmdb;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers requests as TMDB does, its refusals included. */
final class TmdbAnswerer {

    private static final int LAST_PAGE = 500;
    private static final int LONGEST_CHANGES_DAYS = 14;
    private static final Pattern MOVIE = Pattern.compile("/movie/(\\d{1,18})");

    record Answer(int status, String body) {}

    private final StubCatalogue catalogue;

    TmdbAnswerer(StubCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    Answer answer(StubRequest request, @Nullable String authorization) {
        boolean token = ("Bearer " + TmdbStub.ACCESS_TOKEN).equals(authorization);
        if (!token && !TmdbStub.API_KEY.equals(request.parameter("api_key"))) {
            return new Answer(401, failure(401));
        }
        String language = request.parameter("language");
        return switch (request.path()) {
            case "/configuration" -> new Answer(200, TmdbBodies.configuration());
            case "/genre/movie/list" -> new Answer(200, TmdbBodies.genres(language));
            case "/movie/popular" -> page(catalogue.popular(), request);
            case "/movie/top_rated" -> page(catalogue.topRated(), request);
            case "/movie/now_playing" -> page(catalogue.nowPlaying(), request);
            case "/movie/changes" -> changes(request);
            case "/discover/movie" -> discover(request);
            default -> movie(request, language);
        };
    }

    /** TMDB's body for an error status. */
    static String failure(int status) {
        return switch (status) {
            case 400 ->
                TmdbBodies.failure(
                        22, "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.");
            case 401 -> TmdbBodies.failure(7, "Invalid API key: You must be granted a valid key.");
            case 404 -> TmdbBodies.failure(34, "The resource you requested could not be found.");
            case 422 -> TmdbBodies.failure(5, "Invalid parameters: Your request parameters are incorrect.");
            case 429 -> TmdbBodies.failure(25, "Your request count (#) is over the allowed limit of (40).");
            case 503 -> TmdbBodies.failure(9, "Service offline: This service is temporarily offline, try again later.");
            default -> TmdbBodies.failure(11, "Internal error: Something went wrong, contact TMDb.");
        };
    }

    private Answer discover(StubRequest request) {
        String year = request.parameter("primary_release_year");
        if (year == null || !year.matches("\\d{4}")) {
            return new Answer(422, failure(422));
        }
        return page(catalogue.ofYear(Integer.parseInt(year)), request);
    }

    private static Answer page(List<StubMovie> movies, StubRequest request) {
        int page = pageNumber(request);
        if (page < 1) {
            return new Answer(400, failure(400));
        }
        String language = request.parameter("language");
        return new Answer(
                200,
                request.path().endsWith("now_playing")
                        ? TmdbBodies.nowPlaying(movies, page, language)
                        : TmdbBodies.page(movies, page, language));
    }

    private Answer changes(StubRequest request) {
        int page = pageNumber(request);
        if (page < 1) {
            return new Answer(400, failure(400));
        }
        LocalDate start;
        LocalDate end;
        try {
            start = LocalDate.parse(Objects.requireNonNullElse(request.parameter("start_date"), ""));
            end = LocalDate.parse(Objects.requireNonNullElse(request.parameter("end_date"), ""));
        } catch (DateTimeException e) {
            return new Answer(422, failure(422));
        }
        if (start.plusDays(LONGEST_CHANGES_DAYS).isBefore(end)) {
            return new Answer(422, failure(422));
        }
        List<StubMovie> movies = catalogue.all();
        return new Answer(
                200,
                TmdbBodies.changes(
                        catalogue.changed(start, end),
                        movies.stream()
                                .filter(StubMovie::adult)
                                .map(StubMovie::id)
                                .collect(Collectors.toSet()),
                        movies.stream().map(StubMovie::id).collect(Collectors.toSet()),
                        page));
    }

    private Answer movie(StubRequest request, @Nullable String language) {
        Matcher matcher = MOVIE.matcher(request.path());
        if (!matcher.matches()) {
            return new Answer(404, failure(404));
        }
        String appended = Objects.requireNonNullElse(request.parameter("append_to_response"), "");
        return catalogue
                .find(Long.parseLong(matcher.group(1)))
                .map(movie -> new Answer(200, TmdbBodies.details(movie, language, Set.of(appended.split(",")))))
                .orElseGet(() -> new Answer(404, failure(404)));
    }

    /** From 1 to 500; 0 when it is none of these. */
    private static int pageNumber(StubRequest request) {
        String page = Objects.requireNonNullElse(request.parameter("page"), "1");
        if (!page.matches("\\d{1,6}")) {
            return 0;
        }
        int number = Integer.parseInt(page);
        return number <= LAST_PAGE ? number : 0;
    }
}

package io.marquee.workhorse.ingestion.tmdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.workhorse.ingestion.crawl.UnexpectedAnswerException;
import java.util.ArrayList;
import java.util.List;

/** The shape that TMDB's answers must have for a crawl to go on from them. */
final class TmdbAnswers {

    private TmdbAnswers() {}

    /**
     * A page of a list.
     *
     * @param totalPages as TMDB says it, which may be more than it serves
     * @param movies their ids, in order; those marked as adult left out when it was a page of changes
     */
    record MoviePage(int totalPages, List<Long> movies) {}

    static MoviePage page(TmdbStep.Paged step, JsonNode answer) throws UnexpectedAnswerException {
        int page = count(answer, "page");
        if (page != step.page()) {
            throw new UnexpectedAnswerException("asked for page " + step.page() + ", got page " + page);
        }
        JsonNode results = list(answer, "results");
        List<Long> movies = new ArrayList<>(results.size());
        for (JsonNode movie : results) {
            long id = id(movie, "results[].id");
            boolean adult = movie.path("adult").asBoolean(false);
            if (!(step instanceof TmdbStep.ChangesPage) || !adult) {
                movies.add(id);
            }
        }
        return new MoviePage(count(answer, "total_pages"), movies);
    }

    static void details(TmdbStep.Details step, JsonNode answer) throws UnexpectedAnswerException {
        long id = id(answer, "id");
        if (id != step.movieId()) {
            throw new UnexpectedAnswerException("asked for movie " + step.movieId() + ", got movie " + id);
        }
        list(answer, "genres");
        list(answer.path("credits"), "cast");
        list(answer.path("credits"), "crew");
        list(answer.path("keywords"), "keywords");
    }

    static void genres(JsonNode answer) throws UnexpectedAnswerException {
        for (JsonNode genre : list(answer, "genres")) {
            id(genre, "genres[].id");
            if (!genre.path("name").isTextual()) {
                throw new UnexpectedAnswerException("'genres[].name' is not text");
            }
        }
    }

    private static JsonNode list(JsonNode answer, String field) throws UnexpectedAnswerException {
        JsonNode value = answer.path(field);
        if (!value.isArray()) {
            throw new UnexpectedAnswerException(
                    "'" + field + "' is " + (value.isMissingNode() ? "missing" : "not a list"));
        }
        return value;
    }

    private static int count(JsonNode answer, String field) throws UnexpectedAnswerException {
        JsonNode value = answer.path(field);
        if (!value.isInt() || value.intValue() < 0) {
            throw new UnexpectedAnswerException(
                    "'" + field + "' is " + (value.isMissingNode() ? "missing" : "no count: " + value));
        }
        return value.intValue();
    }

    private static long id(JsonNode object, String field) throws UnexpectedAnswerException {
        JsonNode value = object.path("id");
        if (!value.isIntegralNumber() || value.longValue() <= 0) {
            throw new UnexpectedAnswerException(
                    "'" + field + "' is " + (value.isMissingNode() ? "missing" : "no id: " + value));
        }
        return value.longValue();
    }
}

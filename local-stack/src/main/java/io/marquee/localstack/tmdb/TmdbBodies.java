package io.marquee.localstack.tmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bodies with the fields, types and order of TMDB's. */
final class TmdbBodies {

    static final int PAGE_SIZE = 20;
    static final int CHANGES_PAGE_SIZE = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TmdbBodies() {}

    static String page(List<StubMovie> movies, int page, @Nullable String language) {
        return json(pageFields(movies, page, language));
    }

    static String nowPlaying(List<StubMovie> movies, int page, @Nullable String language) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("dates", Map.of("maximum", "2026-06-30", "minimum", "2026-03-30"));
        body.putAll(pageFields(movies, page, language));
        return json(body);
    }

    static String changes(List<Long> ids, Set<Long> adult, Set<Long> known, int page) {
        Map<String, Object> body = new LinkedHashMap<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (long id : slice(ids, page, CHANGES_PAGE_SIZE)) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("id", id);
            // TMDB does not know this any more of a movie that is gone.
            change.put("adult", known.contains(id) ? adult.contains(id) : null);
            results.add(change);
        }
        body.put("results", results);
        body.put("page", page);
        body.put("total_pages", pages(ids.size(), CHANGES_PAGE_SIZE));
        body.put("total_results", ids.size());
        return json(body);
    }

    static String genres(@Nullable String language) {
        boolean korean = language != null && language.startsWith("ko");
        return json(Map.of("genres", genreList(StubCatalogue.GENRES.keySet(), korean)));
    }

    static String configuration() {
        Map<String, Object> images = new LinkedHashMap<>();
        images.put("base_url", "http://image.tmdb.org/t/p/");
        images.put("secure_base_url", "https://image.tmdb.org/t/p/");
        images.put("backdrop_sizes", List.of("w300", "w780", "w1280", "original"));
        images.put("logo_sizes", List.of("w45", "w500", "original"));
        images.put("poster_sizes", List.of("w92", "w342", "w500", "original"));
        images.put("profile_sizes", List.of("w45", "w185", "original"));
        images.put("still_sizes", List.of("w92", "w300", "original"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("images", images);
        body.put("change_keys", List.of("adult", "budget", "cast", "crew", "genres", "title"));
        return json(body);
    }

    static String details(StubMovie movie, @Nullable String language, Set<String> appended) {
        boolean korean = language != null && language.startsWith("ko");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("adult", movie.adult());
        body.put("backdrop_path", "/backdrop" + movie.id() + ".jpg");
        body.put("belongs_to_collection", movie.id() % 3 == 0 ? collection(movie) : null);
        body.put("budget", movie.id() % 2 == 0 ? 0 : 1_000_000);
        body.put("genres", genreList(movie.genreIds(), korean));
        body.put("homepage", "");
        body.put("id", movie.id());
        body.put("imdb_id", movie.imdbId());
        body.put("origin_country", List.of("KR"));
        body.put("original_language", movie.originalLanguage());
        body.put("original_title", movie.title());
        body.put("overview", movie.overview());
        body.put("popularity", movie.popularity());
        body.put("poster_path", movie.posterPath());
        body.put("production_companies", List.of(company(movie)));
        body.put("production_countries", List.of(pair("iso_3166_1", "KR", "name", "South Korea")));
        body.put("release_date", movie.releaseDate());
        body.put("revenue", 0);
        body.put("runtime", movie.runtime());
        Map<String, Object> spoken = pair("english_name", "Korean", "iso_639_1", "ko");
        spoken.put("name", "한국어");
        body.put("spoken_languages", List.of(spoken));
        body.put("status", "Released");
        body.put("tagline", "");
        body.put("title", movie.titleIn(language));
        body.put("video", false);
        body.put("vote_average", movie.voteAverage());
        body.put("vote_count", movie.voteCount());
        if (appended.contains("credits")) {
            body.put("credits", TmdbPeople.credits(movie));
        }
        if (appended.contains("keywords")) {
            body.put("keywords", Map.of("keywords", keywords(movie)));
        }
        return json(body);
    }

    static String failure(int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status_code", code);
        body.put("status_message", message);
        body.put("success", false);
        return json(body);
    }

    private static Map<String, Object> pageFields(List<StubMovie> movies, int page, @Nullable String language) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("page", page);
        body.put(
                "results",
                slice(movies, page, PAGE_SIZE).stream()
                        .map(movie -> result(movie, language))
                        .toList());
        body.put("total_pages", pages(movies.size(), PAGE_SIZE));
        body.put("total_results", movies.size());
        return body;
    }

    private static Map<String, Object> result(StubMovie movie, @Nullable String language) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("adult", movie.adult());
        body.put("backdrop_path", "/backdrop" + movie.id() + ".jpg");
        body.put("genre_ids", movie.genreIds());
        body.put("id", movie.id());
        body.put("original_language", movie.originalLanguage());
        body.put("original_title", movie.title());
        body.put("overview", movie.overview());
        body.put("popularity", movie.popularity());
        body.put("poster_path", movie.posterPath());
        body.put("release_date", movie.releaseDate());
        body.put("title", movie.titleIn(language));
        body.put("video", false);
        body.put("vote_average", movie.voteAverage());
        body.put("vote_count", movie.voteCount());
        return body;
    }

    private static List<Map<String, Object>> genreList(Iterable<Integer> ids, boolean korean) {
        List<Map<String, Object>> genres = new ArrayList<>();
        for (int id : ids) {
            String name = StubCatalogue.GENRES.get(id);
            genres.add(pair("id", id, "name", korean ? "장르 " + name : name));
        }
        return genres;
    }

    private static List<Map<String, Object>> keywords(StubMovie movie) {
        List<Map<String, Object>> keywords = new ArrayList<>();
        for (String keyword : movie.keywords()) {
            keywords.add(pair("id", 1000 + keywords.size(), "name", keyword));
        }
        return keywords;
    }

    private static Map<String, Object> collection(StubMovie movie) {
        Map<String, Object> collection = pair("id", 7, "name", "Collection");
        collection.put("poster_path", "/collection" + movie.id() + ".jpg");
        collection.put("backdrop_path", null);
        return collection;
    }

    private static Map<String, Object> company(StubMovie movie) {
        Map<String, Object> company = pair("id", 900, "logo_path", "/logo" + movie.id() + ".png");
        company.put("name", "Company");
        company.put("origin_country", "KR");
        return company;
    }

    private static Map<String, Object> pair(String name1, Object value1, String name2, Object value2) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(name1, value1);
        pair.put(name2, value2);
        return pair;
    }

    private static <T> List<T> slice(List<T> all, int page, int size) {
        int from = Math.min(all.size(), (page - 1) * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    private static int pages(int count, int size) {
        return (count + size - 1) / size;
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of the stub is not JSON: " + body, e);
        }
    }
}

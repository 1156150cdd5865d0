package io.marquee.localstack.tmdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A made-up movie, with the placeholders that TMDB uses for what it does not know.
 *
 * @param koreanTitle what is sent as the title when Korean is asked for
 * @param releaseDate ISO day, or empty
 * @param runtime minutes, or 0
 * @param imdbId null or empty when there is none
 * @param cast in no particular order
 */
public record StubMovie(
        long id,
        String title,
        String koreanTitle,
        String originalLanguage,
        String overview,
        String releaseDate,
        int runtime,
        double voteAverage,
        long voteCount,
        double popularity,
        boolean adult,
        @Nullable String imdbId,
        @Nullable String posterPath,
        List<Integer> genreIds,
        List<Actor> cast,
        List<CrewMember> crew,
        List<String> keywords) {

    /** Somebody in front of the camera; {@code order} says how prominent, from 0. */
    public record Actor(long id, String name, String character, int order) {}

    /** Somebody behind it. */
    public record CrewMember(long id, String name, String department, String job) {}

    public StubMovie {
        genreIds = List.copyOf(genreIds);
        cast = List.copyOf(cast);
        crew = List.copyOf(crew);
        keywords = List.copyOf(keywords);
    }

    /** The movie under another title, as after a change. */
    public StubMovie titled(String newTitle) {
        return new StubMovie(
                id,
                newTitle,
                newTitle,
                originalLanguage,
                overview,
                releaseDate,
                runtime,
                voteAverage,
                voteCount,
                popularity,
                adult,
                imdbId,
                posterPath,
                genreIds,
                cast,
                crew,
                keywords);
    }

    String titleIn(@Nullable String language) {
        return language != null && language.startsWith("ko") ? koreanTitle : title;
    }
}

package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A movie of the catalogue, as {@code config/schema/catalogue.yaml} describes its columns. What no source knows is null.
 *
 * @param movieId its id now, also when it was looked up by another that it once had
 * @param genres in the source's order, without duplicates
 * @param voteAverage mean of the source's own voters, 0 to 10
 * @param imdbId for example {@code tt0114709}
 * @param provenance the source of each column that is known
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Movie(
        long movieId,
        String title,
        @Nullable String originalTitle,
        @Nullable Integer year,
        @Nullable LocalDate releaseDate,
        List<String> genres,
        @Nullable String director,
        List<String> actors,
        @Nullable Double runtimeMinutes,
        @Nullable String originalLanguage,
        @Nullable String overview,
        List<String> keywords,
        @Nullable String posterPath,
        @Nullable Double popularity,
        @Nullable Double voteAverage,
        @Nullable Long voteCount,
        @Nullable Double imdbRating,
        @Nullable Long imdbVotes,
        @Nullable String imdbId,
        @Nullable Long tmdbId,
        @Nullable Boolean adult,
        String source,
        Map<String, String> provenance) {

    public Movie {
        genres = List.copyOf(genres);
        actors = List.copyOf(actors);
        keywords = List.copyOf(keywords);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }
}

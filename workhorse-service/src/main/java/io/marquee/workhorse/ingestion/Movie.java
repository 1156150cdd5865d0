package io.marquee.workhorse.ingestion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A movie of the catalogue. What a source does not know is null.
 *
 * @param year of the first release
 * @param genres in the source's order, without duplicates
 * @param voteAverage mean of the source's own voters, 0 to 10
 * @param popularity the source's own measure of today's interest
 * @param imdbId for example {@code tt0114709}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Movie(
        long movieId,
        String title,
        @Nullable Integer year,
        List<String> genres,
        @Nullable String director,
        @Nullable Double runtimeMinutes,
        @Nullable Double voteAverage,
        @Nullable Long voteCount,
        @Nullable Double popularity,
        @Nullable String imdbId,
        @Nullable Long tmdbId) {

    public Movie {
        genres = List.copyOf(genres);
    }
}

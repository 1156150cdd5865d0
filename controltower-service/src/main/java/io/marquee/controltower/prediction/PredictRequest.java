package io.marquee.controltower.prediction;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.controltower.platform.RequestValue;
import io.marquee.controltower.platform.WholeNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How would this user rate these movies?
 *
 * @param userId the user
 * @param movieIds 1 to 1,000 movies; a movie may be named twice
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PredictRequest(
        @JsonDeserialize(using = WholeNumber.class) @Nullable
        Long userId,

        @JsonDeserialize(contentUsing = WholeNumber.class) @Nullable
        List<@Nullable Long> movieIds) {

    private static final int MAX_MOVIES = 1_000;

    long requireUserId() {
        return RequestValue.id("user_id", userId);
    }

    List<Long> requireMovieIds() {
        if (movieIds == null || movieIds.isEmpty()) {
            throw ProblemException.invalid("movie_ids", movieIds, "must name at least one movie");
        }
        if (movieIds.size() > MAX_MOVIES) {
            throw ProblemException.invalid(
                    "movie_ids", movieIds.size() + " movies", "must name at most " + MAX_MOVIES + " movies");
        }
        return movieIds.stream().map(id -> RequestValue.id("movie_ids", id)).toList();
    }
}

package io.marquee.controltower.recommendation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.prediction.ServedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Movies for a user, best first.
 *
 * @param algorithm how the list was made: factor_model, or popularity for a user who is not known
 * @param degraded true when online features were not to be had
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RecommendationsResponse(
        @Nullable Long userId,
        Algorithm algorithm,
        ServedBy model,
        String arm,
        List<Row> recommendations,
        boolean degraded,
        String requestId) {

    /** One movie. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Row(long movieId, @Nullable String title, double score, int rank) {}

    static RecommendationsResponse from(Recommendations recommendations, String requestId) {
        return new RecommendationsResponse(
                recommendations.userId(),
                recommendations.algorithm(),
                recommendations.model(),
                recommendations.arm(),
                recommendations.movies().stream()
                        .map(movie -> new Row(movie.movieId(), movie.title(), movie.score(), movie.rank()))
                        .toList(),
                recommendations.degraded(),
                requestId);
    }
}

package io.marquee.controltower.recommendation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.recommendation.Recommendations.RecommendedMovie;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Movie ids, best first, under the name that older clients read.
 *
 * @param userId absent when nobody in particular asked
 * @param k how many were asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RecommendedContentResponse(
        List<Long> recommendedContentId, @Nullable Long userId, int k, Algorithm algorithm, Instant timestamp) {

    static RecommendedContentResponse from(Recommendations recommendations, int k, Instant now) {
        return new RecommendedContentResponse(
                recommendations.movies().stream().map(RecommendedMovie::movieId).toList(),
                recommendations.userId(),
                k,
                recommendations.algorithm(),
                now);
    }
}

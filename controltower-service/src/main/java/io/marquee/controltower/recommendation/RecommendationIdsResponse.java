package io.marquee.controltower.recommendation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.recommendation.Recommendations.RecommendedMovie;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Movie ids, best first, in the shape of the v1 gateway that came before. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RecommendationIdsResponse(
        @Nullable Long userId, List<Long> recommendations, int count, Algorithm algorithm, Instant timestamp) {

    static RecommendationIdsResponse from(Recommendations recommendations, Instant now) {
        List<Long> ids =
                recommendations.movies().stream().map(RecommendedMovie::movieId).toList();
        return new RecommendationIdsResponse(
                recommendations.userId(), ids, ids.size(), recommendations.algorithm(), now);
    }
}

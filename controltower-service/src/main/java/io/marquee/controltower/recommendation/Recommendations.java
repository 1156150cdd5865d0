package io.marquee.controltower.recommendation;

import io.marquee.controltower.prediction.ServedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Movies for a user, best first, each once, none that the user has rated.
 *
 * @param userId null when nobody in particular asked
 * @param arm arm of the A/B split that answered
 * @param movies at most as many as were asked for
 * @param degraded whether online features were not to be had: ratings newer than the model are not considered then
 */
public record Recommendations(
        @Nullable Long userId,
        Algorithm algorithm,
        ServedBy model,
        String arm,
        List<RecommendedMovie> movies,
        boolean degraded) {

    /**
     * One of them.
     *
     * @param title null when the online store does not have it
     * @param score what the list is ordered by; for {@link Algorithm#FACTOR_MODEL} about the stars the user would give
     * @param rank from 1
     */
    public record RecommendedMovie(long movieId, @Nullable String title, double score, int rank) {}
}

package io.marquee.controltower.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** How a movie is rated by people in general. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record MovieRatingResponse(
        long movieId,
        @Nullable String title,
        double rating,
        PredictionMethod method,
        ServedBy model,
        String arm,
        boolean degraded,
        String requestId) {

    static MovieRatingResponse from(Predictions predictions, String requestId) {
        Prediction only = predictions.predictions().getFirst();
        return new MovieRatingResponse(
                only.movieId(),
                only.title(),
                only.rating(),
                only.method(),
                predictions.model(),
                predictions.arm(),
                predictions.degraded(),
                requestId);
    }
}

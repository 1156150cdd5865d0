package io.marquee.controltower.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predicted ratings.
 *
 * @param userId the user asked for
 * @param model the model that answered
 * @param arm arm of the A/B split that answered
 * @param predictions in the order of the request
 * @param degraded true when online features were not to be had: the model answered from its own tables
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PredictResponse(
        @Nullable Long userId, ServedBy model, String arm, List<Row> predictions, boolean degraded, String requestId) {

    /** One movie. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Row(long movieId, @Nullable String title, double rating, PredictionMethod method) {}

    static PredictResponse from(Predictions predictions, String requestId) {
        return new PredictResponse(
                predictions.userId(),
                predictions.model(),
                predictions.arm(),
                predictions.predictions().stream()
                        .map(row -> new Row(row.movieId(), row.title(), row.rating(), row.method()))
                        .toList(),
                predictions.degraded(),
                requestId);
    }
}

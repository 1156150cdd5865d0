package io.marquee.contract.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model answered a request. One event holds all rows of the request, column by column.
 *
 * @param modelId registered model name
 * @param modelVersion its version
 * @param userId the user asked for; null when the prediction is not personal
 * @param inputFeatures what the model was given: name to values, one value per prediction, in the order of
 *     {@code predictions}. The column {@code movie_id} is always there; feature columns are named
 *     {@code view__feature}
 * @param predictions predicted ratings
 * @param confidenceScores one per prediction, or empty where the model has none
 * @param modelMetadata further facts, for example the fallback that was used
 * @param requestId the request's {@code X-Request-ID}
 * @param abTestGroup arm of the A/B test that answered
 * @param featureRows which row of each feature view the values came from, by view; empty from producers that do not say
 */
public record ModelPrediction(
        String eventId,
        Instant timestamp,
        String source,
        String modelId,
        String modelVersion,
        @Nullable Long userId,
        Map<String, List<@Nullable Object>> inputFeatures,
        List<Double> predictions,
        List<Double> confidenceScores,
        @Nullable Double inferenceTimeMs,
        Map<String, Object> modelMetadata,
        @Nullable String requestId,
        @Nullable String abTestGroup,
        Map<String, FeatureRows> featureRows)
        implements Event {

    /** The input column that every prediction event has: the movie of each row. */
    public static final String MOVIE_ID = "movie_id";

    public ModelPrediction {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(modelId, "model_id");
        Require.text(modelVersion, "model_version");
        inputFeatures = Require.copy(inputFeatures);
        predictions = Require.copy(predictions);
        confidenceScores = Require.copy(confidenceScores);
        modelMetadata = Require.copy(modelMetadata);
        int rows = predictions.size();
        inputFeatures.forEach((name, column) -> {
            if (column == null || column.size() != rows) {
                throw new IllegalArgumentException("field 'input_features." + name + "' must have " + rows
                        + " values, one per prediction, got: " + (column == null ? "null" : column.size()));
            }
        });
        featureRows = Require.copy(featureRows);
        featureRows.forEach((view, read) -> {
            if (read == null || read.eventTimestamps().size() != rows) {
                throw new IllegalArgumentException("field 'feature_rows." + view + "' must have " + rows
                        + " event_timestamps, one per prediction, got: "
                        + (read == null ? "null" : read.eventTimestamps().size()));
            }
        });
    }

    /** A prediction of which it is not said which feature rows it used. */
    public ModelPrediction(
            String eventId,
            Instant timestamp,
            String source,
            String modelId,
            String modelVersion,
            @Nullable Long userId,
            Map<String, List<@Nullable Object>> inputFeatures,
            List<Double> predictions,
            List<Double> confidenceScores,
            @Nullable Double inferenceTimeMs,
            Map<String, Object> modelMetadata,
            @Nullable String requestId,
            @Nullable String abTestGroup) {
        this(
                eventId,
                timestamp,
                source,
                modelId,
                modelVersion,
                userId,
                inputFeatures,
                predictions,
                confidenceScores,
                inferenceTimeMs,
                modelMetadata,
                requestId,
                abTestGroup,
                Map.of());
    }

    @Override
    public String eventType() {
        return "model_prediction";
    }

    @Override
    public String key() {
        return "model_" + modelId;
    }
}

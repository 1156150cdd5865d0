package io.marquee.controltower.prediction;

import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.id.EventId;
import io.marquee.controltower.registry.Champion;
import io.marquee.controltower.registry.ServingModels;
import io.marquee.runtime.FeatureSet;
import io.marquee.runtime.MovieRatingModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a model was given and what it said, column by column. Feature columns are left out while the store is
 * away: no value seen is something else than a value missing.
 */
final class PredictionEvents {

    private PredictionEvents() {}

    static ModelPrediction of(
            Predictions predictions,
            FeatureSet logged,
            RequestFeatures features,
            ServingModels models,
            double inferenceMillis,
            String requestId,
            Instant now) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        List<@Nullable Object> movieIds =
                new ArrayList<>(predictions.predictions().size());
        List<Double> ratings = new ArrayList<>(predictions.predictions().size());
        for (Prediction prediction : predictions.predictions()) {
            movieIds.add(prediction.movieId());
            ratings.add(prediction.rating());
        }
        columns.put(ModelPrediction.MOVIE_ID, movieIds);
        Map<String, FeatureRows> rows = new LinkedHashMap<>();
        if (!features.degraded()) {
            for (FeatureReference feature : logged.features()) {
                columns.put(feature.fullName(), features.column(feature));
                rows.computeIfAbsent(
                        feature.view(),
                        view -> new FeatureRows(
                                Objects.requireNonNull(logged.views().get(view)), features.times(view)));
            }
        }
        return new ModelPrediction(
                EventId.next(now),
                now,
                "controltower",
                predictions.model().name(),
                predictions.model().version(),
                predictions.userId(),
                columns,
                ratings,
                List.of(),
                inferenceMillis,
                metadata(predictions, models.movie()),
                requestId,
                predictions.arm(),
                rows);
    }

    /** The method of each prediction, and the second model where it took part. */
    private static Map<String, Object> metadata(
            Predictions predictions, @Nullable Champion<MovieRatingModel> movieModel) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        List<String> methods = predictions.predictions().stream()
                .map(prediction -> prediction.method().wireName())
                .toList();
        metadata.put("methods", methods);
        metadata.put("degraded", predictions.degraded());
        if (movieModel != null && methods.contains(PredictionMethod.MOVIE_RATING_COLD_START.wireName())) {
            metadata.put("cold_start_model", movieModel.name());
            metadata.put("cold_start_version", movieModel.versionText());
        }
        return metadata;
    }
}

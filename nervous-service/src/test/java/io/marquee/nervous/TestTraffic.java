package io.marquee.nervous;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.drift.FeatureBaseline.Categorical;
import io.marquee.contract.drift.FeatureBaseline.Numeric;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.RegistryEvent;
import io.marquee.contract.event.UserInteraction;
import io.marquee.contract.id.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Events of a model whose baseline has five equally likely years, two genres and four equally likely predictions. */
public final class TestTraffic {

    public static final double BASELINE_RMSE = 0.8;

    private static final List<Integer> YEARS = List.of(1970, 1985, 1995, 2005, 2015);
    private static final List<Double> PREDICTIONS = List.of(1.5, 2.5, 3.5, 4.5);

    private TestTraffic() {}

    /** The baseline of a model trained an hour ago. */
    public static DriftBaseline baseline(String modelName, String runId) {
        return new DriftBaseline(
                modelName,
                runId,
                Instant.now().minus(Duration.ofHours(1)),
                1000,
                BASELINE_RMSE,
                List.of(
                        new Numeric(
                                "movie_metadata__year",
                                List.of(1980.0, 1990.0, 2000.0, 2010.0),
                                Collections.nCopies(5, 0.2),
                                0,
                                1995,
                                15),
                        new Categorical(
                                "movie_metadata__main_genre", List.of("Drama", "Comedy"), List.of(0.5, 0.5, 0.0), 0)),
                new Numeric("prediction", List.of(2.0, 3.0, 4.0), Collections.nCopies(4, 0.25), 0, 3, 1));
    }

    /** 20 predictions that are spread exactly as the baseline is. */
    public static ModelPrediction steady(String modelName, int version, long userId) {
        List<@Nullable Object> years = new ArrayList<>();
        List<@Nullable Object> genres = new ArrayList<>();
        List<Double> predictions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            years.add(YEARS.get(i % 5));
            genres.add(i % 2 == 0 ? "Drama" : "Comedy");
            predictions.add(PREDICTIONS.get(i % 4));
        }
        return prediction(modelName, version, userId, years, genres, predictions, Instant.now());
    }

    /** 20 predictions for movies of a year and a genre that the baseline hardly knows. */
    public static ModelPrediction drifted(String modelName, int version, long userId) {
        return prediction(
                modelName,
                version,
                userId,
                Collections.nCopies(20, 2026),
                Collections.nCopies(20, "Western"),
                Collections.nCopies(20, 3.5),
                Instant.now());
    }

    /** One prediction for a user and a movie. */
    public static ModelPrediction single(
            String modelName, int version, long userId, long movieId, double prediction, Instant when) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        columns.put(ModelPrediction.MOVIE_ID, List.of(movieId));
        return event(modelName, version, userId, columns, List.of(prediction), when);
    }

    public static UserInteraction rating(long userId, long movieId, double stars, Instant when) {
        return UserInteraction.rating(EventId.next(when), when, "controltower", userId, movieId, stars);
    }

    public static RegistryEvent championSet(String modelName, int version) {
        Instant now = Instant.now();
        return new RegistryEvent(
                EventId.next(now),
                now,
                "workhorse",
                RegistryEvent.Action.ALIAS_SET,
                modelName,
                version,
                "champion",
                null,
                null,
                Map.of());
    }

    private static ModelPrediction prediction(
            String modelName,
            int version,
            long userId,
            List<? extends @Nullable Object> years,
            List<? extends @Nullable Object> genres,
            List<Double> predictions,
            Instant when) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        columns.put(
                ModelPrediction.MOVIE_ID,
                LongStream.range(0, predictions.size())
                        .<@Nullable Object>mapToObj(Long::valueOf)
                        .toList());
        columns.put("movie_metadata__year", List.copyOf(years));
        columns.put("movie_metadata__main_genre", List.copyOf(genres));
        return event(modelName, version, userId, columns, predictions, when);
    }

    private static ModelPrediction event(
            String modelName,
            int version,
            long userId,
            Map<String, List<@Nullable Object>> columns,
            List<Double> predictions,
            Instant when) {
        return new ModelPrediction(
                EventId.next(when),
                when,
                "controltower",
                modelName,
                Integer.toString(version),
                userId,
                columns,
                predictions,
                List.of(),
                1.5,
                Map.of(),
                null,
                null);
    }
}

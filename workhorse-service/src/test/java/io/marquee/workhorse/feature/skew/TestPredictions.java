package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.FeatureRows;
import io.marquee.contract.event.ModelPrediction;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prediction events as controltower writes them. */
final class TestPredictions {

    static final long USER = 7;
    static final long MOVIE = 1;

    private TestPredictions() {}

    /** One prediction that used no features. */
    static ModelPrediction of(String eventId, Instant predictedAt) {
        return of(eventId, predictedAt, "factor_model", Map.of(), Map.of());
    }

    /**
     * One prediction for {@link #USER} and {@link #MOVIE}.
     *
     * @param features full name to value
     */
    static ModelPrediction of(
            String eventId,
            Instant predictedAt,
            String method,
            Map<String, @Nullable Object> features,
            Map<String, FeatureRows> rows) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        columns.put(ModelPrediction.MOVIE_ID, List.of(MOVIE));
        features.forEach((name, value) -> columns.put(name, Collections.singletonList(value)));
        return new ModelPrediction(
                eventId,
                predictedAt,
                "controltower",
                "personal-rating",
                "1",
                USER,
                columns,
                List.of(4.0),
                List.of(),
                1.0,
                Map.of("methods", List.of(method), "degraded", method.equals("degraded")),
                "r-1",
                "champion",
                rows);
    }
}

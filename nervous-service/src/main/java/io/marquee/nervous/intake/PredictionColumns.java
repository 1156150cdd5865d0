package io.marquee.nervous.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored document of a prediction event.
 *
 * @param inputFeatures what the model was given, column by column
 * @param predictions what it answered
 */
public record PredictionColumns(
        @JsonProperty("input_features") Map<String, List<@Nullable Object>> inputFeatures,
        @JsonProperty("predictions") List<Double> predictions) {}

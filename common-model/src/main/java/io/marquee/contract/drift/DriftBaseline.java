package io.marquee.contract.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The reference distribution of a model's inputs and predictions. It travels in the model folder as {@value #FILE_NAME}
 * and is what serving traffic is compared with.
 *
 * @param rows reference rows
 * @param rmse the model's RMSE on the reference rows; a rolling RMSE is judged against it
 * @param features one per input column
 * @param prediction the model's predictions on the reference rows
 */
public record DriftBaseline(
        String modelName,
        String runId,
        Instant createdAt,
        long rows,
        double rmse,
        List<FeatureBaseline> features,
        FeatureBaseline prediction) {

    /** Its path within the model folder. */
    public static final String FILE_NAME = "baseline.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public DriftBaseline {
        features = List.copyOf(features);
    }

    public byte[] toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the baseline of " + modelName, e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException when the bytes are not a baseline
     */
    public static DriftBaseline fromJson(byte[] json) throws IOException {
        return JSON.readValue(json, DriftBaseline.class);
    }
}

package io.marquee.workhorse.tracking.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of models that a run has logged, kept as JSON in one of its tags. */
final class LoggedModel {

    static final String HISTORY_TAG = "mlflow.log-model.history";

    private static final int MAX_LENGTH = 1_000_000;
    private static final List<String> REQUIRED = List.of("artifact_path", "flavors", "run_id", "utc_time_created");
    private static final JsonMapper JSON = new JsonMapper();

    private LoggedModel() {}

    /** Reads the description of a model and makes sure that it is one. */
    static JsonNode requireModel(String modelJson) {
        Names.limited("model_json", modelJson, MAX_LENGTH);
        JsonNode model;
        try {
            model = JSON.readTree(modelJson);
        } catch (JsonProcessingException e) {
            throw MlflowException.invalid("Malformed model info. The model_json is not valid JSON");
        }
        List<String> missing =
                REQUIRED.stream().filter(field -> !model.has(field)).toList();
        if (!missing.isEmpty()) {
            throw MlflowException.invalid("Model json is missing mandatory fields: " + missing);
        }
        return model;
    }

    /** The history with one more model. */
    static String append(@Nullable String history, JsonNode model) {
        try {
            ArrayNode models = JSON.createArrayNode();
            if (history != null && JSON.readTree(history) instanceof ArrayNode before) {
                models.addAll(before);
            }
            return JSON.writeValueAsString(models.add(model));
        } catch (JsonProcessingException e) {
            throw MlflowException.invalid(
                    "The tag " + HISTORY_TAG + " of the run does not hold JSON; remove the tag first");
        }
    }
}

package io.marquee.runtime.tree;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads the JSON model file of XGBoost (schema of XGBoost 1.x to 3.x, {@code Booster.save_model("model.json")}).
 *
 * <p>What this cannot evaluate exactly is refused, never approximated: boosters other than {@code gbtree}, objectives that
 * transform the sum, categorical splits, several outputs.
 */
public final class XgboostModelFile {

    /** Its path within the model folder. */
    public static final String FILE_NAME = "model.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Objectives whose prediction is the plain sum. */
    private static final Set<String> SUM_OBJECTIVES =
            Set.of("reg:squarederror", "reg:linear", "reg:pseudohubererror", "reg:absoluteerror", "reg:quantileerror");

    private XgboostModelFile() {}

    /**
     * Reads the trees.
     *
     * @throws IOException saying what is wrong with the bytes
     */
    public static TreeEnsemble read(byte[] file) throws IOException {
        JsonNode learner = required(JSON.readTree(file), "learner");
        String booster = required(learner, "gradient_booster").path("name").asText();
        if (!booster.equals("gbtree")) {
            throw new IOException("has booster '" + booster + "'; only gbtree is evaluated");
        }
        String objective = required(learner, "objective").path("name").asText();
        if (!SUM_OBJECTIVES.contains(objective)) {
            throw new IOException("has objective '" + objective + "'; evaluated are " + SUM_OBJECTIVES);
        }
        JsonNode parameters = required(learner, "learner_model_param");
        int outputs = Math.max(
                parameters.path("num_class").asInt(0),
                parameters.path("num_target").asInt(1));
        if (outputs > 1) {
            throw new IOException("has " + outputs + " outputs; one is evaluated");
        }
        try {
            int width = Integer.parseInt(required(parameters, "num_feature").asText());
            float baseScore = baseScore(required(parameters, "base_score").asText());
            JsonNode trees = required(required(required(learner, "gradient_booster"), "model"), "trees");
            return new TreeTables(width, trees).ensemble(baseScore);
        } catch (NumberFormatException e) {
            throw new IOException("has a number that cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The version of XGBoost that wrote the file, for example {@code 2.1.4}.
     *
     * @throws IOException saying what is wrong with the bytes
     */
    public static String version(byte[] file) throws IOException {
        StringJoiner version = new StringJoiner(".");
        required(JSON.readTree(file), "version").forEach(part -> version.add(part.asText()));
        return version.toString();
    }

    /** The base score is text: {@code 5E-1}, in newer versions {@code [5E-1]}. */
    private static float baseScore(String text) {
        return Float.parseFloat(text.startsWith("[") ? text.substring(1, text.length() - 1) : text);
    }

    static JsonNode required(JsonNode parent, String field) throws IOException {
        JsonNode value = parent.get(field);
        if (value == null || value.isNull()) {
            throw new IOException("has no '" + field + "' where XGBoost's model file has one");
        }
        return value;
    }
}

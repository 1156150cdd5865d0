package io.marquee.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The {@value #FILE_NAME} file, in MLflow's layout. A tree model has MLflow's own flavors {@code xgboost} and
 * {@code python_function}, so that {@code mlflow.xgboost.load_model} and {@code mlflow.pyfunc.load_model} open the same
 * folder; every model has the flavor {@value #FLAVOR}, which is the one read here.
 */
final class MlModel {

    static final String FILE_NAME = "MLmodel";

    private static final String FLAVOR = "marquee";

    /** The release of MLflow whose layout this is. */
    private static final String MLFLOW_VERSION = "2.17.2";

    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private MlModel() {}

    /**
     * The part that is read back.
     *
     * @param formatVersion version of the folder's layout
     */
    record Header(ModelKind kind, String modelName, String runId, Instant createdAt, int formatVersion) {

        static final int FORMAT_VERSION = 1;
    }

    static byte[] ofTrees(ModelDescription description, String file, List<String> inputs, String xgboostVersion) {
        Map<String, Object> flavors = new LinkedHashMap<>();
        flavors.put(FLAVOR, flavor(description, file));
        flavors.put(
                "python_function", ordered("data", file, "loader_module", "mlflow.xgboost", "python_version", "3.11"));
        flavors.put(
                "xgboost",
                ordered(
                        "code",
                        null,
                        "data",
                        file,
                        "model_class",
                        "xgboost.core.Booster",
                        "model_format",
                        "json",
                        "xgb_version",
                        xgboostVersion));
        List<Map<String, Object>> columns = inputs.stream()
                .map(name -> ordered("type", "double", "name", name, "required", false))
                .toList();
        return document(
                description,
                flavors,
                columns,
                List.of(ordered("type", "tensor", "tensor-spec", ordered("dtype", "float32", "shape", List.of(-1)))));
    }

    static byte[] ofFactors(ModelDescription description, String file) {
        return document(
                description,
                ordered(FLAVOR, flavor(description, file)),
                List.of(
                        ordered("type", "long", "name", "user_id", "required", true),
                        ordered("type", "long", "name", "movie_id", "required", true)),
                List.of(ordered("type", "double", "name", "rating", "required", true)));
    }

    private static byte[] document(
            ModelDescription description, Map<String, Object> flavors, Object inputs, Object outputs) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("artifact_path", "model");
        document.put("flavors", flavors);
        document.put("mlflow_version", MLFLOW_VERSION);
        document.put("model_uuid", uuid(description.runId()));
        document.put("run_id", description.runId());
        document.put(
                "signature",
                ordered("inputs", FolderJson.compact(inputs), "outputs", FolderJson.compact(outputs), "params", null));
        document.put("utc_time_created", UTC_TIME.format(description.createdAt()));
        return FolderJson.writeYaml(document);
    }

    private static Map<String, Object> flavor(ModelDescription description, String file) {
        return ordered(
                "kind",
                description.kind().wireName(),
                "model_name",
                description.modelName(),
                "run_id",
                description.runId(),
                "created_at",
                description.createdAt().toString(),
                "format_version",
                Header.FORMAT_VERSION,
                "data",
                file);
    }

    /** The same run gives the same id. */
    private static String uuid(String runId) {
        return UUID.nameUUIDFromBytes(runId.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }

    /**
     * Reads the flavor {@value #FLAVOR}.
     *
     * @throws IllegalArgumentException saying what is missing or wrong
     */
    static Header read(Map<?, ?> document) {
        if (!(document.get("flavors") instanceof Map<?, ?> flavors
                && flavors.get(FLAVOR) instanceof Map<?, ?> flavor)) {
            throw new IllegalArgumentException("has no flavor '" + FLAVOR + "'");
        }
        int version = Integer.parseInt(text(flavor, "format_version"));
        if (version != Header.FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "has format version " + version + "; this program reads version " + Header.FORMAT_VERSION);
        }
        return new Header(
                ModelKind.fromWire(text(flavor, "kind")),
                text(flavor, "model_name"),
                text(flavor, "run_id"),
                Instant.parse(text(flavor, "created_at")),
                version);
    }

    private static String text(Map<?, ?> flavor, String name) {
        Object value = flavor.get(name);
        if (value == null) {
            throw new IllegalArgumentException("has no '" + name + "' in flavor '" + FLAVOR + "'");
        }
        return value.toString();
    }

    private static Map<String, Object> ordered(@Nullable Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}

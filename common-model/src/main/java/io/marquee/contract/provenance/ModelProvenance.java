package io.marquee.contract.provenance;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a model came from; enough to train it again.
 *
 * @param modelName registered model
 * @param runId tracking run
 * @param recipe the recipe's text, as it was used
 * @param dataset what it was trained on: {@code rows}, {@code first}, {@code last}, {@code train_rows}, {@code test_rows},
 *     {@code digest}, and {@code snapshot} with {@code snapshot_digest}: the version of the data
 * @param featureViews view name to definition version
 * @param trainer name of the trainer
 * @param parameters every hyper-parameter, defaults included
 * @param seed of every random choice
 * @param libraries library to version
 * @param runtime Java version, operating system and processor: floating-point results can depend on them
 * @param codeVersion version of Marquee
 * @param parentVersion version of the champion when it was trained, if there was one
 */
public record ModelProvenance(
        String modelName,
        String runId,
        Instant trainedAt,
        String recipe,
        Map<String, Object> dataset,
        Map<String, Integer> featureViews,
        String trainer,
        Map<String, Object> parameters,
        long seed,
        Map<String, String> libraries,
        Map<String, String> runtime,
        String codeVersion,
        @Nullable Integer parentVersion) {

    /** Its path within the model folder. */
    public static final String FILE_NAME = "provenance.json";
}

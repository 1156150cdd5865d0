package io.marquee.workhorse.training.mlflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data that runs read, in the layout of MLflow's {@code FileStore}: a data set is a folder in {@code datasets} of the
 * experiment, and its use one in {@code inputs} of the run.
 */
final class FileInputs {

    private FileInputs() {}

    /** @param run the folder of the run, which is named by its id */
    static void log(Path run, String name, String digest, String sourceType, String source) throws IOException {
        String dataset = md5(name + digest);
        Path datasetFolder = run.resolveSibling("datasets").resolve(dataset);
        if (!Files.exists(datasetFolder.resolve(MetaFile.NAME))) {
            Map<String, @Nullable Object> meta = new TreeMap<>();
            meta.put("digest", digest);
            meta.put("name", name);
            meta.put("profile", null);
            meta.put("schema", null);
            meta.put("source", source);
            meta.put("source_type", sourceType);
            MetaFile.write(datasetFolder, meta);
        }
        Map<String, Object> input = new TreeMap<>();
        input.put("destination_id", dataset);
        input.put("destination_type", "RUN");
        input.put("source_id", dataset);
        input.put("source_type", "DATASET");
        input.put("tags", Map.of("mlflow.data.context", "training"));
        MetaFile.write(run.resolve("inputs").resolve(md5(dataset + run.getFileName())), input);
    }

    /** Names folders as MLflow does; nothing depends on its strength. */
    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}

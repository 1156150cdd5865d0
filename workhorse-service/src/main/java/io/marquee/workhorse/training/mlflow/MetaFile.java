package io.marquee.workhorse.training.mlflow;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@code meta.yaml} of something in a file store: keys in alphabetical order, replaced as a whole or not at all. */
final class MetaFile {

    static final String NAME = "meta.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final TypeReference<TreeMap<String, @Nullable Object>> MAP = new TypeReference<>() {};

    private MetaFile() {}

    static Map<String, @Nullable Object> read(Path folder) throws IOException {
        return YAML.readValue(folder.resolve(NAME).toFile(), MAP);
    }

    static void write(Path folder, Map<String, ? extends @Nullable Object> meta) throws IOException {
        replace(folder.resolve(NAME), YAML.writeValueAsBytes(new TreeMap<>(meta)));
    }

    /** Writes a file that readers see as it was or as it is. */
    static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path incoming = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(incoming, content);
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }
}

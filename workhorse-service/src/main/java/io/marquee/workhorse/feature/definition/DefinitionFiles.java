package io.marquee.workhorse.feature.definition;

import io.marquee.workhorse.platform.yaml.DefinitionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The texts of definition files.
 *
 * @param texts by file name, sorted
 */
public record DefinitionFiles(Map<String, String> texts) {

    public static final String ENTITIES = "entities.yaml";
    public static final String SOURCES = "sources.yaml";
    public static final String SERVICES = "services.yaml";

    /** Only plain names: nothing here is ever looked up in a file system. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.yaml";

    public DefinitionFiles {
        texts = Collections.unmodifiableMap(new TreeMap<>(texts));
        for (String name : texts.keySet()) {
            if (!name.matches(NAME)) {
                throw new DefinitionException(Path.of("definitions"), "'" + name + "' is not the name of a .yaml file");
            }
        }
    }

    /**
     * Reads the {@code .yaml} files of a folder.
     *
     * @throws DefinitionException naming folder or file, when one cannot be read
     */
    public static DefinitionFiles of(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new DefinitionException(folder, "the feature definitions cannot be read: " + e.getMessage());
        }
        return new DefinitionFiles(texts);
    }

    /** SHA-256 of names and texts, in hexadecimal digits. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach((name, text) -> {
                digest.update((name + '\0').getBytes(StandardCharsets.UTF_8));
                digest.update((text + '\0').getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The files of which each defines one view. */
    Map<String, String> viewTexts() {
        Map<String, String> views = new TreeMap<>(texts);
        views.keySet().removeAll(Set.of(ENTITIES, SOURCES, SERVICES));
        return views;
    }
}

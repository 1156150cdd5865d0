package io.marquee.workhorse.training.mlflow;

import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registered models as folders, in the layout of MLflow's registry {@code FileStore}: {@code models/<name>/} with
 * {@code meta.yaml}, {@code aliases/<alias>} holding a number, and {@code version-<number>/} with its own {@code meta.yaml} and
 * tags.
 */
final class FileModels {

    static final String FOLDER = "models";

    private static final String VERSION = "version-";

    private final Path root;
    private final Clock clock;

    FileModels(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    void ensure(String name, String description) throws IOException {
        Path folder = folder(name);
        if (!Files.exists(folder.resolve(MetaFile.NAME))) {
            long now = clock.millis();
            Map<String, Object> meta = new TreeMap<>();
            meta.put("aliases", Map.of());
            meta.put("creation_timestamp", now);
            meta.put("description", description);
            meta.put("last_updated_timestamp", now);
            meta.put("name", name);
            MetaFile.write(folder, meta);
        }
    }

    /** The next version; it appears with all that belongs to it, and of several at once each gets a number of its own. */
    Version create(String name, Run run, String folder, String description, Map<String, String> tags)
            throws IOException {
        Path model = existing(name);
        String source = run.artifactUri() + "/" + folder;
        Path incoming = model.resolve("." + UUID.randomUUID());
        while (true) {
            int number = newest(model) + 1;
            MetaFile.write(incoming, meta(name, number, source, run.runId(), description));
            FileRuns.writeAll(incoming.resolve("tags"), tags);
            try {
                Files.move(incoming, model.resolve(VERSION + number), StandardCopyOption.ATOMIC_MOVE);
                touch(model);
                return new Version(name, number, source, run.runId(), Map.copyOf(tags));
            } catch (FileSystemException e) {
                // Somebody was faster; the next number is as good. Other failures are failures.
                if (!Files.exists(model.resolve(VERSION + number))) {
                    throw e;
                }
            }
        }
    }

    private Map<String, @Nullable Object> meta(
            String name, int number, String source, String runId, String description) {
        long now = clock.millis();
        Map<String, @Nullable Object> meta = new TreeMap<>();
        meta.put("aliases", List.of());
        meta.put("creation_timestamp", now);
        meta.put("current_stage", "None");
        meta.put("description", description);
        meta.put("last_updated_timestamp", now);
        meta.put("name", name);
        meta.put("run_id", runId);
        meta.put("run_link", null);
        meta.put("source", source);
        meta.put("status", "READY");
        meta.put("status_message", null);
        meta.put("storage_location", source);
        meta.put("user_id", null);
        meta.put("version", number);
        return meta;
    }

    Version version(String name, int number) throws IOException {
        Path folder = existing(name).resolve(VERSION + number);
        if (!Files.exists(folder.resolve(MetaFile.NAME))) {
            throw new TrackingException(
                    "Model Version (name=" + name + ", version=" + number + ") not found",
                    TrackingException.NOT_FOUND,
                    null);
        }
        Map<String, @Nullable Object> meta = MetaFile.read(folder);
        return new Version(
                name, number, String.valueOf(meta.get("source")), String.valueOf(meta.get("run_id")), tags(folder));
    }

    Optional<Version> byAlias(String name, String alias) throws IOException {
        Path file = FileKeys.child(folder(name).resolve("aliases"), alias);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of(version(name, Integer.parseInt(Files.readString(file).trim())));
    }

    void setAlias(String name, String alias, int number) throws IOException {
        version(name, number);
        Path model = existing(name);
        MetaFile.replace(
                FileKeys.child(model.resolve("aliases"), alias),
                Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        touch(model);
    }

    void setTags(String name, int number, Map<String, String> tags) throws IOException {
        version(name, number);
        FileRuns.writeAll(existing(name).resolve(VERSION + number).resolve("tags"), tags);
    }

    void download(Version version, Path target) throws IOException {
        Path source = Path.of(URI.create(version.source())).normalize();
        if (!source.startsWith(root)) {
            throw new TrackingException(
                    "version " + version.version() + " of " + version.name() + " lies outside of " + root, null, null);
        }
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(file, target.resolve(file.getFileName().toString()));
                }
            }
        }
    }

    private static Map<String, String> tags(Path folder) throws IOException {
        Map<String, String> tags = new LinkedHashMap<>();
        Path tagFolder = folder.resolve("tags");
        if (Files.isDirectory(tagFolder)) {
            try (Stream<Path> files = Files.walk(tagFolder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    tags.put(tagFolder.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return tags;
    }

    private static int newest(Path model) throws IOException {
        try (Stream<Path> versions = Files.list(model)) {
            return versions.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(VERSION + "\\d{1,9}"))
                    .mapToInt(name -> Integer.parseInt(name.substring(VERSION.length())))
                    .max()
                    .orElse(0);
        }
    }

    private void touch(Path model) throws IOException {
        Map<String, @Nullable Object> meta = MetaFile.read(model);
        meta.put("last_updated_timestamp", clock.millis());
        MetaFile.write(model, meta);
    }

    private Path existing(String name) {
        Path folder = folder(name);
        if (!Files.exists(folder.resolve(MetaFile.NAME))) {
            throw new TrackingException(
                    "Registered Model with name=" + name + " not found", TrackingException.NOT_FOUND, null);
        }
        return folder;
    }

    private Path folder(String name) {
        return FileKeys.child(root.resolve(FOLDER), name);
    }
}

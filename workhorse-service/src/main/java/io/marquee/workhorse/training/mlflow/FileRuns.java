package io.marquee.workhorse.training.mlflow;

import io.marquee.workhorse.training.mlflow.TrackingClient.Ending;
import io.marquee.workhorse.training.mlflow.TrackingClient.Metric;
import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Experiments and runs as folders, in the layout of MLflow's {@code FileStore}: {@code <experiment>/<run>/} with
 * {@code meta.yaml}, a file a metric with a line a point, a file a parameter and a file a tag.
 */
final class FileRuns {

    private static final int RUNNING = 1;
    private static final int LOCAL_SOURCE = 4;
    private static final String DEFAULT_EXPERIMENT = "0";

    /** Where MLflow moves deleted experiments; deleted runs stay where they are. */
    private static final String TRASH = ".trash";

    private final Path root;
    private final Clock clock;

    FileRuns(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    String experiment(String name) throws IOException {
        prepare();
        Optional<Path> known = named(name, root);
        if (known.isPresent()) {
            return known.get().getFileName().toString();
        }
        if (named(name, root.resolve(TRASH)).isPresent()) {
            throw deleted("experiment '" + name + "'");
        }
        // As MLflow does: 18 digits, in which two that are made at the same time do not meet.
        String id = Long.toString(
                ThreadLocalRandom.current().nextLong(100_000_000_000_000_000L, 1_000_000_000_000_000_000L));
        newExperiment(id, name);
        return id;
    }

    private static Optional<Path> named(String name, Path place) throws IOException {
        for (Path folder : folders(place)) {
            if (Files.exists(folder.resolve(MetaFile.NAME))
                    && name.equals(MetaFile.read(folder).get("name"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private void prepare() throws IOException {
        Files.createDirectories(root.resolve(TRASH));
        if (!Files.exists(root.resolve(DEFAULT_EXPERIMENT).resolve(MetaFile.NAME))) {
            newExperiment(DEFAULT_EXPERIMENT, "Default");
        }
    }

    private void newExperiment(String id, String name) throws IOException {
        long now = clock.millis();
        Map<String, Object> meta = new TreeMap<>();
        meta.put("artifact_location", uri(root.resolve(id)));
        meta.put("creation_time", now);
        meta.put("experiment_id", id);
        meta.put("last_update_time", now);
        meta.put("lifecycle_stage", "active");
        meta.put("name", name);
        MetaFile.write(root.resolve(id), meta);
    }

    Run start(String experimentId, String name, Instant start, Map<String, String> tags) throws IOException {
        String runId = UUID.randomUUID().toString().replace("-", "");
        Path folder = FileKeys.child(root, experimentId).resolve(runId);
        Map<String, @Nullable Object> meta = new TreeMap<>();
        meta.put("artifact_uri", uri(folder.resolve("artifacts")));
        meta.put("deleted_time", null);
        meta.put("end_time", null);
        meta.put("entry_point_name", "");
        meta.put("experiment_id", experimentId);
        meta.put("lifecycle_stage", "active");
        meta.put("run_id", runId);
        meta.put("run_name", name);
        meta.put("run_uuid", runId);
        meta.put("source_name", "");
        meta.put("source_type", LOCAL_SOURCE);
        meta.put("source_version", "");
        meta.put("start_time", start.toEpochMilli());
        meta.put("status", RUNNING);
        meta.put("tags", List.of());
        meta.put("user_id", tags.getOrDefault("mlflow.user", ""));
        for (String kind : List.of("metrics", "params", "tags", "artifacts")) {
            Files.createDirectories(folder.resolve(kind));
        }
        MetaFile.write(folder, meta);
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putIfAbsent("mlflow.runName", name);
        setTags(runId, all);
        return new Run(runId, experimentId, uri(folder.resolve("artifacts")));
    }

    List<Run> running(String experimentId, String tag, String value) throws IOException {
        List<Run> running = new ArrayList<>();
        for (Path folder : folders(FileKeys.child(root, experimentId))) {
            if (!Files.exists(folder.resolve(MetaFile.NAME))
                    || !folder.getFileName().toString().matches("[0-9a-f]{32}")) {
                continue;
            }
            Path tagFile = FileKeys.below(folder.resolve("tags"), tag);
            Map<String, @Nullable Object> meta = MetaFile.read(folder);
            if (Integer.valueOf(RUNNING).equals(meta.get("status"))
                    && isActive(meta)
                    && Files.isRegularFile(tagFile)
                    && Files.readString(tagFile).equals(value)) {
                running.add(new Run(folder.getFileName().toString(), experimentId, uri(folder.resolve("artifacts"))));
            }
        }
        return running;
    }

    void logParams(String runId, Map<String, String> params) throws IOException {
        Path folder = folderOf(runId).resolve("params");
        for (Map.Entry<String, String> param : params.entrySet()) {
            Path file = FileKeys.below(folder, param.getKey());
            Files.createDirectories(file.getParent());
            try {
                Files.writeString(file, param.getValue(), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                String before = Files.readString(file);
                if (!before.equals(param.getValue())) {
                    throw new TrackingException(
                            "Changing param values is not allowed. Param with key='" + param.getKey()
                                    + "' was already logged with value='" + before + "' for run ID='" + runId + "'.",
                            "INVALID_PARAMETER_VALUE",
                            e);
                }
            }
        }
    }

    void logMetrics(String runId, List<Metric> metrics) throws IOException {
        Path folder = folderOf(runId).resolve("metrics");
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            lines.computeIfAbsent(metric.key(), key -> new StringBuilder())
                    .append(metric.time().toEpochMilli())
                    .append(' ')
                    .append(text(metric.value()))
                    .append(' ')
                    .append(metric.step())
                    .append('\n');
        }
        for (Map.Entry<String, StringBuilder> metric : lines.entrySet()) {
            Path file = FileKeys.below(folder, metric.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, metric.getValue(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Numbers as Python reads and writes them. */
    private static String text(double value) {
        return Double.isNaN(value)
                ? "nan"
                : Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : Double.toString(value);
    }

    void setTags(String runId, Map<String, String> tags) throws IOException {
        writeAll(folderOf(runId).resolve("tags"), tags);
    }

    /** A file a value. */
    static void writeAll(Path folder, Map<String, String> values) throws IOException {
        for (Map.Entry<String, String> value : values.entrySet()) {
            MetaFile.replace(
                    FileKeys.below(folder, value.getKey()), value.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    void logInput(String runId, String name, String digest, String sourceType, String source) throws IOException {
        FileInputs.log(folderOf(runId), name, digest, sourceType, source);
    }

    void upload(Run run, String path, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a file of its own");
        }
        Path target = FileKeys.below(folderOf(run.runId()).resolve("artifacts"), path);
        Files.createDirectories(target.getParent());
        Path incoming = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            Files.copy(file, incoming);
            Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    void end(String runId, Ending ending, Instant end) throws IOException {
        Path folder = folderOf(runId);
        Map<String, @Nullable Object> meta = MetaFile.read(folder);
        meta.put(
                "status",
                switch (ending) {
                    case FINISHED -> 3;
                    case FAILED -> 4;
                    case KILLED -> 5;
                });
        meta.put("end_time", end.toEpochMilli());
        MetaFile.write(folder, meta);
    }

    /** The folder of a run that is not deleted, whichever experiment it is in. */
    private Path folderOf(String runId) throws IOException {
        if (runId.matches("[0-9a-f]{32}")) {
            for (Path experiment : folders(root)) {
                Path folder = experiment.resolve(runId);
                if (Files.exists(folder.resolve(MetaFile.NAME))) {
                    if (!isActive(MetaFile.read(folder))) {
                        throw deleted("run " + runId);
                    }
                    return folder;
                }
            }
        }
        throw new TrackingException("Run '" + runId + "' not found", TrackingException.NOT_FOUND, null);
    }

    private static boolean isActive(Map<String, @Nullable Object> meta) {
        return "active".equals(meta.get("lifecycle_stage"));
    }

    private static TrackingException deleted(String what) {
        return new TrackingException("The " + what + " is deleted: restore it first", "INVALID_PARAMETER_VALUE", null);
    }

    private static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .filter(child -> !child.getFileName().toString().equals(FileModels.FOLDER))
                    .sorted()
                    .toList();
        }
    }

    /** As MLflow writes addresses of files, with an empty host. */
    static String uri(Path path) {
        String uri = path.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}

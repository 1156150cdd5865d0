package io.marquee.workhorse.training.mlflow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder such as {@code ./mlruns}, in the layout of MLflow's file store, which {@code mlflow ui} shows without a server of
 * ours. For one machine; writers of different runs do not disturb each other.
 */
public final class FileTrackingClient implements TrackingClient {

    private final Path root;
    private final FileRuns runs;
    private final FileModels models;

    /** @param root made when the first experiment is */
    public FileTrackingClient(Path root, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.runs = new FileRuns(this.root, clock);
        this.models = new FileModels(this.root, clock);
    }

    /** Work on files. */
    @FunctionalInterface
    private interface FileWork<T> {
        T run() throws IOException;
    }

    @Override
    public String experiment(String name) {
        return tracked(() -> runs.experiment(name));
    }

    @Override
    public Run startRun(String experimentId, String name, Instant start, Map<String, String> tags) {
        return tracked(() -> runs.start(experimentId, name, start, tags));
    }

    @Override
    public List<Run> runningRuns(String experimentId, String tag, String value) {
        return tracked(() -> runs.running(experimentId, tag, value));
    }

    @Override
    public void logParams(String runId, Map<String, String> params) {
        tracked(() -> {
            runs.logParams(runId, params);
            return runId;
        });
    }

    @Override
    public void logMetrics(String runId, List<Metric> metrics) {
        tracked(() -> {
            runs.logMetrics(runId, metrics);
            return runId;
        });
    }

    @Override
    public void setTags(String runId, Map<String, String> tags) {
        tracked(() -> {
            runs.setTags(runId, tags);
            return runId;
        });
    }

    @Override
    public void uploadArtifact(Run run, String path, Path file) throws IOException {
        runs.upload(run, path, file);
    }

    @Override
    public void logInput(String runId, String name, String digest, String sourceType, String source) {
        tracked(() -> {
            runs.logInput(runId, name, digest, sourceType, source);
            return runId;
        });
    }

    @Override
    public void endRun(String runId, Ending ending, Instant end) {
        tracked(() -> {
            runs.end(runId, ending, end);
            return runId;
        });
    }

    @Override
    public void ensureRegisteredModel(String name, String description) {
        tracked(() -> {
            models.ensure(name, description);
            return name;
        });
    }

    @Override
    public Version createVersion(String name, Run run, String folder, String description, Map<String, String> tags) {
        return tracked(() -> models.create(name, run, folder, description, tags));
    }

    @Override
    public Version version(String name, int version) {
        return tracked(() -> models.version(name, version));
    }

    @Override
    public Optional<Version> versionByAlias(String name, String alias) {
        return tracked(() -> models.byAlias(name, alias));
    }

    @Override
    public void setAlias(String name, String alias, int version) {
        tracked(() -> {
            models.setAlias(name, alias, version);
            return name;
        });
    }

    @Override
    public void setVersionTags(String name, int version, Map<String, String> tags) {
        tracked(() -> {
            models.setTags(name, version, tags);
            return name;
        });
    }

    @Override
    public void download(Version version, Path target) throws IOException {
        models.download(version, target);
    }

    private <T> T tracked(FileWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new TrackingException("tracking folder " + root + ": " + e, null, e);
        }
    }
}

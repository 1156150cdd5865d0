package io.marquee.workhorse.training.mlflow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tracking server with a model registry, as training needs it.
 *
 * <p>Every method throws {@link TrackingException} when the server refuses or cannot be reached.
 */
public interface TrackingClient {

    /**
     * A run.
     *
     * @param artifactUri where its artefacts are, for example {@code mlflow-artifacts:/1/<run id>/artifacts}
     */
    record Run(String runId, String experimentId, String artifactUri) {}

    /** How a run ended. */
    enum Ending {
        FINISHED,
        FAILED,
        KILLED
    }

    /**
     * A metric's value at one time.
     *
     * @param step iteration, 0 for a value of the whole run
     */
    record Metric(String key, double value, Instant time, long step) {}

    /**
     * One version of a registered model.
     *
     * @param source where its folder is
     * @param tags all of them
     */
    record Version(String name, int version, String source, String runId, Map<String, String> tags) {}

    /** The id of the experiment of that name, which is created when there is none. */
    String experiment(String name);

    /** Starts a run. */
    Run startRun(String experimentId, String name, Instant start, Map<String, String> tags);

    /** Runs of the experiment that have that tag and have not ended. */
    List<Run> runningRuns(String experimentId, String tag, String value);

    /** Logs parameters; each can be logged once. */
    void logParams(String runId, Map<String, String> params);

    /** Logs metrics, in any number. */
    void logMetrics(String runId, List<Metric> metrics);

    /** Sets tags of a run. */
    void setTags(String runId, Map<String, String> tags);

    /**
     * Stores a file among the run's artefacts.
     *
     * @param path where, relative to the run's artefacts
     */
    void uploadArtifact(Run run, String path, Path file) throws IOException;

    /**
     * Logs what data a run reads, for people and for the tracking server's own pages.
     *
     * @param digest at most 36 characters
     * @param source where the data is, as JSON that readers of that type understand
     */
    void logInput(String runId, String name, String digest, String sourceType, String source);

    /** Ends a run. */
    void endRun(String runId, Ending ending, Instant end);

    /** Makes sure that there is a registered model of that name. */
    void ensureRegisteredModel(String name, String description);

    /** Registers a version made of a folder of the run's artefacts. */
    Version createVersion(String name, Run run, String folder, String description, Map<String, String> tags);

    /**
     * A version.
     *
     * @throws TrackingException when there is none
     */
    Version version(String name, int version);

    /** The version that has the alias; empty when no version, or no such model, has it. */
    Optional<Version> versionByAlias(String name, String alias);

    /** Gives the alias to that version, taking it from any other. */
    void setAlias(String name, String alias, int version);

    /** Sets tags of a version. */
    void setVersionTags(String name, int version, Map<String, String> tags);

    /**
     * Fetches a version's folder.
     *
     * @param target an empty folder that the files are written into
     */
    void download(Version version, Path target) throws IOException;
}

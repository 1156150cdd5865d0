package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.artifact.ArtifactPath;
import io.marquee.workhorse.tracking.artifact.RunFolder;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which places a model version may be made of: files of a run of ours, or another version. A version's source is later
 * opened by servers on the strength of the registry's word, so a source that points anywhere else is refused: a path or
 * {@code file:} would read the server's disk, {@code http:} would make servers fetch what a stranger put there.
 */
final class SourcePolicy {

    private static final int MAX_LENGTH = 1000;
    private static final Pattern RUN_ID = Pattern.compile("[\\w-]{1,64}");
    private static final Pattern RUNS = Pattern.compile("runs:/+([\\w-]{1,64})(?:/(.*))?");
    private static final Pattern MODELS = Pattern.compile("models:/+([^/@]+)(?:/(\\d{1,9})|@([\\w-]+))");

    private SourcePolicy() {}

    /** A source that may be used, if what it names exists. */
    sealed interface Source {

        /** Files of a run, named by the run, which may be one that is not ours. */
        record OfRun(String runId, ArtifactPath path) implements Source {}

        /** Files of a run, named by their place. */
        record OfFolder(RunFolder.Place place) implements Source {}

        /** The files of another version. */
        record OfVersion(String model, int version) implements Source {}

        /** The files of the version that has an alias now. */
        record OfAlias(String model, String alias) implements Source {}
    }

    /**
     * Reads a source.
     *
     * @throws MlflowException when it is none of the four kinds or leads out of its run's folder
     */
    static Source read(String source) {
        if (source.length() > MAX_LENGTH) {
            throw refuse(source.substring(0, 100) + "…");
        }
        Matcher runs = RUNS.matcher(source);
        if (runs.matches()) {
            String path = runs.group(2);
            return new Source.OfRun(runs.group(1), ArtifactPath.of(path == null ? "" : path));
        }
        Matcher models = MODELS.matcher(source);
        if (models.matches()) {
            return models.group(2) != null
                    ? new Source.OfVersion(models.group(1), ModelVersionRepository.number(models.group(2)))
                    : new Source.OfAlias(models.group(1), models.group(3));
        }
        if (source.startsWith("mlflow-artifacts:/")) {
            return new Source.OfFolder(RunFolder.ofUri(source));
        }
        throw refuse(source);
    }

    /** Whether that can be the id of a run, of this server or of another. */
    static boolean isRunId(String text) {
        return RUN_ID.matcher(text).matches();
    }

    private static MlflowException refuse(String source) {
        return MlflowException.invalid("Invalid model version source: '" + source.replaceAll("\\p{Cntrl}", "?")
                + "'. It must be runs:/<run id>/<path>, mlflow-artifacts:/<experiment id>/<run id>/artifacts/<path> or"
                + " models:/<name>/<version>.");
    }
}

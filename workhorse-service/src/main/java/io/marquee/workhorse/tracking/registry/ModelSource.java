package io.marquee.workhorse.tracking.registry;

import io.marquee.contract.id.RunId;
import io.marquee.workhorse.tracking.run.Run;
import io.marquee.workhorse.tracking.run.RunRepository;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a version's source names, and makes sure that it belongs to the run that the version claims. */
@ApplicationScoped
class ModelSource {

    private final RunRepository runs;
    private final RegisteredModelRepository models;
    private final ModelVersionRepository versions;
    private final Aliases aliases;

    ModelSource(
            RunRepository runs, RegisteredModelRepository models, ModelVersionRepository versions, Aliases aliases) {
        this.runs = runs;
        this.models = models;
        this.versions = versions;
        this.aliases = aliases;
    }

    /**
     * Where the files of a version are.
     *
     * @param location what a client is told to download from
     * @param runId the run that made them
     */
    record Located(String location, @Nullable String runId) {}

    /** Follows a source; {@code claimedRun} is null when the client names no run. */
    Located locate(String source, @Nullable String claimedRun) {
        return switch (SourcePolicy.read(source)) {
            case SourcePolicy.Source.OfRun ofRun -> ofRun(source, ofRun.runId(), claimedRun);
            case SourcePolicy.Source.OfFolder ofFolder -> {
                RunId runId = ofFolder.place().folder().runId();
                Run run = runs.get(runId.value());
                if (run.experimentId() != ofFolder.place().folder().experimentId()) {
                    throw MlflowException.invalid("Invalid model version source: '" + source + "'. Run " + runId
                            + " is not in that experiment.");
                }
                yield inRun(source, run, claimedRun);
            }
            case SourcePolicy.Source.OfVersion(String model, int version) ->
                copyOf(versions.get(models.get(model), version), claimedRun);
            case SourcePolicy.Source.OfAlias(String model, String alias) -> {
                RegisteredModel registered = models.get(model);
                yield copyOf(versions.get(registered, aliases.get(registered, alias)), claimedRun);
            }
        };
    }

    /**
     * As in MLflow a version may come from a run of another server, if it names a run that is not here either; the two need
     * not be the same. Such names lead to no file of ours: an artefact is only ever looked for in the folder of a run that is
     * here.
     */
    private Located ofRun(String source, String runId, @Nullable String claimedRun) {
        Optional<Run> run = runs.lookUp(runId);
        if (run.isEmpty()
                && claimedRun != null
                && SourcePolicy.isRunId(claimedRun)
                && runs.lookUp(claimedRun).isEmpty()) {
            return new Located(source, claimedRun);
        }
        return inRun(source, run.orElseGet(() -> runs.get(runId)), claimedRun);
    }

    private static Located inRun(String source, Run run, @Nullable String claimedRun) {
        if (claimedRun != null && !claimedRun.equals(run.runId())) {
            throw MlflowException.invalid("Invalid model version source: '" + source
                    + "'. It does not belong to the run that the version names.");
        }
        return new Located(source, run.runId());
    }

    private static Located copyOf(ModelVersionRow original, @Nullable String claimedRun) {
        if (claimedRun != null && !claimedRun.equals(original.runId)) {
            throw MlflowException.invalid(
                    "Invalid model version source: that version was not made by the run that the new one names.");
        }
        return new Located(original.location, original.runId);
    }
}

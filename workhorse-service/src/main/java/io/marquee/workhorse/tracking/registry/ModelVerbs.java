package io.marquee.workhorse.tracking.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.tracking.registry.RegistryMessages.VersionMessage;
import io.marquee.workhorse.tracking.run.RunFacts;
import io.marquee.workhorse.tracking.run.RunService;
import io.marquee.workhorse.tracking.wire.KeyValue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people do with models, in a step each: register, look at, promote, roll back, compare, retire. A version is named by
 * its number, by an alias of its model, or as {@code latest}.
 */
@ApplicationScoped
public class ModelVerbs {

    /** The alias of the version that is served. */
    static final String CHAMPION = "champion";

    static final String LATEST = "latest";

    private final RegisteredModelRepository models;
    private final ModelVersionRepository versions;
    private final RegisteredModelService modelService;
    private final ModelVersionService versionService;
    private final Aliases aliases;
    private final RegistryReader reader;
    private final RunService runs;

    ModelVerbs(
            RegisteredModelRepository models,
            ModelVersionRepository versions,
            RegisteredModelService modelService,
            ModelVersionService versionService,
            Aliases aliases,
            RegistryReader reader,
            RunService runs) {
        this.models = models;
        this.versions = versions;
        this.modelService = modelService;
        this.versionService = versionService;
        this.aliases = aliases;
        this.reader = reader;
        this.runs = runs;
    }

    /** All models with all their versions, by name. */
    @Transactional
    public List<ModelView> all() {
        return models.list("order by name").stream().map(this::view).toList();
    }

    /** A model with all its versions. */
    @Transactional
    public ModelView model(String name) {
        return view(models.get(name));
    }

    private ModelView view(RegisteredModel model) {
        List<ModelVersionRow> rows = versions.list("modelNo = ?1 order by version desc", model.no);
        List<VersionMessage> messages = reader.readVersions(rows, Map.of(model.no, model.name));
        List<ModelView.Version> views = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            views.add(ModelView.Version.of(messages.get(i), rows.get(i).location, null));
        }
        return new ModelView(model.name, model.description, Instant.ofEpochMilli(model.lastUpdateTime), views);
    }

    /** One version with what its run has logged. */
    @Transactional
    public ModelView.Version version(String name, String reference) {
        RegisteredModel model = models.get(name);
        return version(model, row(model, reference));
    }

    private ModelView.Version version(RegisteredModel model, ModelVersionRow row) {
        RunFacts facts = row.runId == null ? null : runs.facts(row.runId).orElse(null);
        return ModelView.Version.of(reader.read(model, row), row.location, facts);
    }

    private ModelVersionRow row(RegisteredModel model, String reference) {
        if (reference.matches("[1-9]\\d{0,8}")) {
            return versions.get(model, Integer.parseInt(reference));
        }
        Optional<ModelVersionRow> found = reference.equals(LATEST)
                ? versions.find("modelNo = ?1 order by version desc", model.no).firstResultOptional()
                : aliases.lookUp(model, reference).map(number -> versions.get(model, number));
        return found.orElseThrow(() -> ProblemException.notFound("version", model.name + " " + reference));
    }

    /** Makes a version of the files that a run has logged, and the model if it is the first one. */
    @Transactional
    public ModelView.Version register(
            String name, String runId, String path, @Nullable String description, Map<String, String> tags) {
        if (runs.facts(runId).isEmpty()) {
            throw ProblemException.notFound("run_id", runId);
        }
        if (models.named(name).isEmpty()) {
            modelService.create(name, null, List.of());
        }
        VersionMessage made = versionService.create(new ModelVersionService.NewVersion(
                name,
                "runs:/" + runId + (path.isEmpty() ? "" : "/" + path),
                runId,
                null,
                description,
                tags.entrySet().stream()
                        .map(tag -> new KeyValue(tag.getKey(), tag.getValue()))
                        .toList()));
        return version(name, made.version());
    }

    /** Makes a version the champion and the only one in production. */
    @Transactional
    public ModelView.Version promote(String name, String reference) {
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = row(model, reference);
        versionService.transition(name, version.version, Stage.PRODUCTION.wireName(), true);
        if (aliases.lookUp(model, CHAMPION)
                .filter(holder -> holder == version.version)
                .isEmpty()) {
            versionService.setAlias(name, CHAMPION, version.version);
        }
        return version(name, Integer.toString(version.version));
    }

    /** Makes the version champion that was it before the present one. */
    @Transactional
    public ModelView.Version rollBack(String name) {
        RegisteredModel model = models.getLocked(name);
        int present = aliases.lookUp(model, CHAMPION)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT, "Model '" + name + "' has no champion that could be rolled back."));
        int previous = versionService
                .stepAliasBack(name, CHAMPION)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT,
                        "Model '" + name + "' has no champion before version " + present + " to go back to."));
        versionService.transition(name, previous, Stage.PRODUCTION.wireName(), true);
        return version(name, Integer.toString(previous));
    }

    /** Two versions side by side. */
    @Transactional
    public ModelComparison compare(String name, String left, String right) {
        return ModelComparison.of(version(name, left), version(name, right));
    }

    /** Takes a version out of use: into the archive, without aliases. The champion is replaced first. */
    @Transactional
    public ModelView.Version retire(String name, String reference) {
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = row(model, reference);
        List<String> held = aliases.of(model, version.version);
        if (held.contains(CHAMPION)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Version " + version.version + " of '" + name
                            + "' is the champion: promote another version or roll back first.");
        }
        held.forEach(alias -> versionService.deleteAlias(name, alias));
        versionService.transition(name, version.version, Stage.ARCHIVED.wireName(), false);
        return version(name, Integer.toString(version.version));
    }
}

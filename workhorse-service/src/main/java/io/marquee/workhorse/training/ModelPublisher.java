package io.marquee.workhorse.training;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.runtime.FeatureSet;
import io.marquee.runtime.ModelDescription;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.registry.ModelUses;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.training.evaluation.DriftBaselineBuilder;
import io.marquee.workhorse.training.mlflow.TrackingClient;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import io.marquee.workhorse.training.recipe.Recipe;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a trained model's folder, stores it with its run, and registers it as a version. */
@ApplicationScoped
class ModelPublisher {

    /** Where a run's artefacts have the model folder. */
    static final String FOLDER = "model";

    private final ActiveDefinitions definitions;
    private final TrackingClient tracking;
    private final TrainingConfig config;
    private final Clock clock;

    ModelPublisher(ActiveDefinitions definitions, TrackingClient tracking, TrainingConfig config, Clock clock) {
        this.definitions = definitions;
        this.tracking = tracking;
        this.config = config;
        this.clock = clock;
    }

    Version publish(Recipe recipe, TrainingData data, TrainedModel model, TrackedRun run) throws IOException {
        Map<String, Object> dataset = data.describe();
        ModelDescription description =
                describe(recipe, data, dataset, model, run.run().runId());
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path folder = scratch.path().resolve(FOLDER);
            run.upload(folder, model.folder().apply(description).writeTo(folder), FOLDER);
        }
        tracking.ensureRegisteredModel(recipe.name(), recipe.description());
        Map<String, String> tags = new LinkedHashMap<>();
        model.metrics().forEach((name, value) -> tags.put(name, value.toString()));
        tags.put("train_rows", dataset.get("train_rows").toString());
        tags.put("data_digest", dataset.get("digest").toString());
        tags.put(ModelUses.FEATURES_TAG, ModelUses.featuresTag(recipe.features()));
        tags.put(ModelUses.VIEWS_TAG, ModelUses.viewsTag(viewVersions(recipe.features())));
        if (recipe.featureService() != null) {
            tags.put(ModelUses.SERVICE_TAG, recipe.featureService());
        }
        data.snapshot().ifPresent(snapshot -> {
            tags.put(DataSnapshot.TAG_KEY, snapshot.tag());
            tags.put(DataSnapshot.DIGEST_KEY, snapshot.digest());
        });
        return tracking.createVersion(recipe.name(), run.run(), FOLDER, recipe.description(), tags);
    }

    private ModelDescription describe(
            Recipe recipe, TrainingData data, Map<String, Object> dataset, TrainedModel model, String runId) {
        Instant now = clock.instant();
        FeatureSet features = new FeatureSet(recipe.features(), viewVersions(recipe.features()));
        @Nullable
        Integer parent = tracking.versionByAlias(recipe.name(), PromotionService.CHAMPION)
                .map(Version::version)
                .orElse(null);
        return new ModelDescription(
                model.kind(),
                recipe.name(),
                runId,
                now,
                features,
                new DriftBaselineBuilder(data.current(), data.split().test())
                        .build(
                                recipe.name(),
                                runId,
                                now,
                                recipe.features(),
                                model.livePredictions(),
                                model.accuracy().rmse()),
                new ModelProvenance(
                        recipe.name(),
                        runId,
                        now,
                        recipe.text(),
                        dataset,
                        features.views(),
                        recipe.library() + ":" + recipe.classPath(),
                        recipe.parameters(),
                        recipe.seed(),
                        model.libraries(),
                        runtime(),
                        config.codeVersion(),
                        parent));
    }

    private Map<String, Integer> viewVersions(List<FeatureReference> references) {
        Map<String, Integer> versions = new TreeMap<>();
        references.forEach(reference -> versions.computeIfAbsent(
                reference.view(), view -> definitions.get().view(view).view().version()));
        return versions;
    }

    /** Floating-point results can depend on these. */
    private static Map<String, String> runtime() {
        Map<String, String> runtime = new LinkedHashMap<>();
        runtime.put("java", System.getProperty("java.version"));
        runtime.put("java_vendor", System.getProperty("java.vendor"));
        runtime.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        runtime.put("arch", System.getProperty("os.arch"));
        return runtime;
    }
}

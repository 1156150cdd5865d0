package io.marquee.workhorse.training;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.runtime.LoadedModel;
import io.marquee.runtime.ModelFolder;
import io.marquee.runtime.ModelKind;
import io.marquee.workhorse.feature.HistoricalFeatures;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.evaluation.Accuracy;
import io.marquee.workhorse.training.evaluation.BaselineAccuracy;
import io.marquee.workhorse.training.evaluation.NewestRows;
import io.marquee.workhorse.training.evaluation.PromotionDecision;
import io.marquee.workhorse.training.evaluation.PromotionEvidence;
import io.marquee.workhorse.training.evaluation.PromotionPolicy;
import io.marquee.workhorse.training.mlflow.TrackingClient;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.recipe.RecipeReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a new version and the champion predict the newest held-out ratings, and makes the better one champion. */
@ApplicationScoped
public class PromotionService {

    /** The alias of the version that is served. */
    public static final String CHAMPION = "champion";

    private final HistoricalFeatures features;
    private final TrackingClient tracking;
    private final TrainingConfig config;
    private final PromotionPolicy policy;

    PromotionService(HistoricalFeatures features, TrackingClient tracking, TrainingConfig config) {
        this.features = features;
        this.tracking = tracking;
        this.config = config;
        this.policy = new PromotionPolicy(
                config.promotion().tolerance(),
                config.promotion().overallTolerance(),
                config.promotion().minimumTestRows());
    }

    /**
     * Decides about a version. Deciding again about the champion changes nothing.
     *
     * @param progress takes one line about how far the work is
     * @throws io.marquee.contract.problem.ProblemException when there are too few ratings to judge by
     */
    public PromotionOutcome promote(String modelName, int version, Consumer<String> progress) throws IOException {
        Version challenger = tracking.version(modelName, version);
        Optional<Version> champion = tracking.versionByAlias(modelName, CHAMPION);
        if (champion.isPresent() && champion.get().version() == version) {
            return new PromotionOutcome(
                    modelName, new PromotionDecision.Promote("it is the champion already"), version, version, null);
        }
        LoadedModel challengerModel = open(challenger);
        LoadedModel championModel = champion.isPresent() ? open(champion.get()) : null;
        progress.accept("comparing version " + version + " of " + modelName
                + champion.map(other -> " with champion " + other.version()).orElse(""));
        PromotionEvidence evidence = evidence(challengerModel, championModel);
        PromotionDecision decision = policy.decide(evidence);
        Integer championVersion = champion.map(Version::version).orElse(null);
        PromotionOutcome outcome = new PromotionOutcome(modelName, decision, version, championVersion, evidence);
        record(outcome);
        if (decision instanceof PromotionDecision.Promote) {
            tracking.setAlias(modelName, CHAMPION, version);
        }
        return outcome;
    }

    private LoadedModel open(Version version) throws IOException {
        try (ScratchFolder scratch = ScratchFolder.create()) {
            tracking.download(version, scratch.path());
            return ModelFolder.open(scratch.path());
        }
    }

    private PromotionEvidence evidence(LoadedModel challenger, @Nullable LoadedModel champion) {
        Recipe recipe = recipe(challenger);
        TrainingData data = data(recipe, challenger, champion);
        int[] test = data.split().test();
        int[] newest = champion == null
                ? test
                : NewestRows.of(
                        test,
                        data.known().timestamps(),
                        lastTrained(champion),
                        config.promotion().minimumNewestRows());
        PromotionEvidence.Scores overall = scores(recipe, data, challenger, champion, test);
        return new PromotionEvidence(
                overall, newest == test ? overall : scores(recipe, data, challenger, champion, newest));
    }

    private static PromotionEvidence.Scores scores(
            Recipe recipe, TrainingData data, LoadedModel challenger, @Nullable LoadedModel champion, int[] rows) {
        ModelJudge judge = new ModelJudge(data);
        Accuracy baseline = BaselineAccuracy.of(
                recipe.baseline(), data.known(), data.split().train(), rows);
        return new PromotionEvidence.Scores(
                judge.judge(challenger, rows), baseline, champion == null ? null : judge.judge(champion, rows));
    }

    /** Today's ratings, split as the challenger's recipe splits, with the features of both models. */
    private TrainingData data(Recipe recipe, LoadedModel challenger, @Nullable LoadedModel champion) {
        List<FeatureReference> references = List.of();
        if (challenger.description().kind() == ModelKind.MOVIE_RATING) {
            Set<FeatureReference> both =
                    new LinkedHashSet<>(challenger.description().features().features());
            if (champion != null) {
                both.addAll(champion.description().features().features());
            }
            references = new ArrayList<>(both);
        }
        TrainingFrame frame = features.ratings(references);
        return TrainingData.of(recipe, frame, frame, 1);
    }

    private static Recipe recipe(LoadedModel model) {
        // A feature service may stand for other features by now; the model's own are those it was trained with.
        return RecipeReader.parse(
                        "of " + model.description().modelName() + ", run "
                                + model.description().runId(),
                        model.description().provenance().recipe())
                .withFeatures(model.description().features().features());
    }

    /** The newest rating that the model was trained with, seconds since the epoch. */
    private static long lastTrained(LoadedModel model) {
        return model.description().provenance().dataset().get("last") instanceof Number last
                ? last.longValue()
                : Long.MIN_VALUE;
    }

    private void record(PromotionOutcome outcome) {
        Map<String, String> tags = new LinkedHashMap<>();
        outcome.toMap().forEach((name, value) -> tags.put("promotion." + name, value.toString()));
        tracking.setVersionTags(outcome.modelName(), outcome.challengerVersion(), tags);
    }
}

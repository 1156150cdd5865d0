package io.marquee.workhorse.training;

import io.marquee.workhorse.feature.HistoricalFeatures;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.training.mlflow.TrackingClient.Ending;
import io.marquee.workhorse.training.mlflow.TrackingClient.Version;
import io.marquee.workhorse.training.recipe.AlsSettings;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.recipe.RecipeReader;
import io.marquee.workhorse.training.recipe.XgboostSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.function.Consumer;

/** Trains a recipe and registers what came out: a version with its run, its folder and how good it is. */
@ApplicationScoped
public class TrainingService {

    private final ActiveDefinitions definitions;
    private final HistoricalFeatures features;
    private final TrackedRuns runs;
    private final ModelPublisher publisher;
    private final TrainingConfig config;

    TrainingService(
            ActiveDefinitions definitions,
            HistoricalFeatures features,
            TrackedRuns runs,
            ModelPublisher publisher,
            TrainingConfig config) {
        this.definitions = definitions;
        this.features = features;
        this.runs = runs;
        this.publisher = publisher;
        this.config = config;
    }

    /**
     * Trains.
     *
     * @param progress takes one line about how far the work is
     * @throws io.marquee.contract.problem.ProblemException when the recipe is wrong or there are too few ratings
     */
    public TrainingOutcome train(TrainingRequest request, Consumer<String> progress)
            throws IOException, InterruptedException {
        Recipe recipe = resolve(RecipeReader.read(config.home(), request.recipe()));
        TrackedRun run = runs.start(recipe, request);
        try {
            return train(recipe, run, progress);
        } catch (InterruptedException e) {
            run.abandon(Ending.KILLED, e);
            throw e;
        } catch (IOException | RuntimeException e) {
            run.abandon(Ending.FAILED, e);
            throw e;
        }
    }

    private Recipe resolve(Recipe recipe) {
        return recipe.featureService() == null
                ? recipe
                : recipe.withFeatures(definitions.get().resolve(recipe.featureService()));
    }

    private TrainingOutcome train(Recipe recipe, TrackedRun run, Consumer<String> progress)
            throws IOException, InterruptedException {
        progress.accept("joining ratings with " + recipe.features().size() + " features");
        TrainingData data = data(recipe);
        data.snapshot().ifPresent(run::reads);
        run.announce(recipe.parameters(), data.describe());
        progress.accept("training " + recipe.name() + " on " + data.split().train().length + " ratings");
        TrainedModel model = new ModelTrainer(recipe, data, threads(recipe), run::iteration).train();
        run.log(model.metrics());
        progress.accept("registering what run " + run.run().runId() + " has learned");
        Version version = publisher.publish(recipe, data, model, run);
        run.complete(model.metrics());
        return new TrainingOutcome(
                recipe.name(),
                version.version(),
                run.run().runId(),
                model.accuracy(),
                model.baseline(),
                data.split().train().length,
                run.seconds());
    }

    private int threads(Recipe recipe) {
        return switch (recipe.settings()) {
            case AlsSettings factors -> config.threads();
            case XgboostSettings trees -> config.treeThreads();
        };
    }

    private TrainingData data(Recipe recipe) {
        TrainingFrame current = features.ratingsWithCurrentFeatures(recipe.features());
        // A factor model learns from ratings alone, whatever the features were at their time.
        TrainingFrame known = recipe.settings() instanceof AlsSettings ? current : features.ratings(recipe.features());
        return TrainingData.of(recipe, known, current, config.minimumTrainRows());
    }
}

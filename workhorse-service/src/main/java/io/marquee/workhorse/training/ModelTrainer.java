package io.marquee.workhorse.training;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.runtime.ModelFolderWriter;
import io.marquee.runtime.ModelKind;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.FactorTables;
import io.marquee.runtime.factor.RatingScale;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.tree.TreeEnsemble;
import io.marquee.runtime.tree.XgboostModelFile;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.training.evaluation.Accuracy;
import io.marquee.workhorse.training.evaluation.BaselineAccuracy;
import io.marquee.workhorse.training.recipe.AlsSettings;
import io.marquee.workhorse.training.recipe.Recipe;
import io.marquee.workhorse.training.recipe.XgboostSettings;
import io.marquee.workhorse.training.split.RatingMatrix;
import io.marquee.workhorse.training.split.TemporalSplit;
import io.marquee.workhorse.training.trainer.Als;
import io.marquee.workhorse.training.trainer.FrameRow;
import io.marquee.workhorse.training.trainer.IterationListener;
import io.marquee.workhorse.training.trainer.PreprocessingFitter;
import io.marquee.workhorse.training.trainer.SeenMovies;
import io.marquee.workhorse.training.trainer.XgboostTrainer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** Trains what a recipe asks for and judges it on the held-out rows, which nothing here learns from. */
final class ModelTrainer {

    private final Recipe recipe;
    private final TrainingData data;
    private final int threads;
    private final IterationListener listener;

    ModelTrainer(Recipe recipe, TrainingData data, int threads, IterationListener listener) {
        this.recipe = recipe;
        this.data = data;
        this.threads = threads;
        this.listener = listener;
    }

    TrainedModel train() throws InterruptedException {
        return switch (recipe.settings()) {
            case AlsSettings settings -> factors(settings);
            case XgboostSettings settings -> trees(settings);
        };
    }

    private TrainedModel factors(AlsSettings settings) throws InterruptedException {
        TrainingFrame frame = data.known();
        RatingMatrix ratings = RatingMatrix.of(
                data.split().train(), frame.userIds(), frame.movieIds(), frame.ratings(), frame.timestamps());
        SeenMovies seen = SeenMovies.of(ratings, frame.userIds(), frame.movieIds());
        FactorTables tables = Als.train(ratings, seen, settings, recipe.seed(), threads, listener);
        FactorModel model = new FactorModel(tables);
        int[] test = data.split().test();
        Accuracy.Prediction prediction = row ->
                model.predict(frame.userIds()[row], frame.movieIds()[row]).rating();
        return new TrainedModel(
                ModelKind.PERSONAL_RATING,
                Accuracy.of(test, frame.ratings(), prediction),
                BaselineAccuracy.of(recipe.baseline(), frame, data.split().train(), test),
                Arrays.stream(test).mapToDouble(prediction::of).toArray(),
                settings.iterations(),
                Map.of(),
                description -> ModelFolderWriter.ofFactors(description, tables));
    }

    private TrainedModel trees(XgboostSettings settings) {
        int[] test = data.split().test();
        FittedPreprocessing preprocessing =
                PreprocessingFitter.fit(recipe, data.known(), data.split().train());
        XgboostTrainer trainer = new XgboostTrainer(preprocessing.outputs(), settings, recipe.seed(), threads);
        try {
            XgboostTrainer.Trained trained = trainer.train(
                    rows(preprocessing, data.split().train()), holdout(preprocessing, settings), listener);
            TreeEnsemble model = XgboostModelFile.read(trained.modelJson());
            String version = XgboostModelFile.version(trained.modelJson());
            return new TrainedModel(
                    ModelKind.MOVIE_RATING,
                    Accuracy.of(test, data.known().ratings(), row -> predict(model, preprocessing, data.known(), row)),
                    BaselineAccuracy.of(
                            recipe.baseline(), data.known(), data.split().train(), test),
                    Arrays.stream(test)
                            .mapToDouble(row -> predict(model, preprocessing, data.current(), row))
                            .toArray(),
                    trained.rounds(),
                    Map.of("xgboost", version),
                    description -> ModelFolderWriter.ofTrees(description, preprocessing, trained.modelJson(), version));
        } catch (XGBoostError | IOException e) {
            throw new ProblemException(
                    ProblemType.INTERNAL, "XGBoost could not train " + recipe.name() + ": " + e.getMessage(), e);
        }
    }

    private static double predict(TreeEnsemble model, FittedPreprocessing preprocessing, TrainingFrame frame, int row) {
        return RatingScale.clip(model.predict(preprocessing.transform(new FrameRow(frame, row))));
    }

    /** The newest part of each user's training rows, to find out when to stop; null when stopping early is off. */
    private XgboostTrainer.@Nullable Holdout holdout(FittedPreprocessing preprocessing, XgboostSettings settings) {
        if (settings.earlyStoppingRounds() == 0) {
            return null;
        }
        TemporalSplit inner = TemporalSplit.of(
                data.split().train(),
                data.known().userIds(),
                data.known().movieIds(),
                data.known().timestamps(),
                recipe.split().validationShareOfRest());
        if (inner.test().length == 0) {
            return null;
        }
        return new XgboostTrainer.Holdout(rows(preprocessing, inner.train()), rows(preprocessing, inner.test()));
    }

    private XgboostTrainer.Rows rows(FittedPreprocessing preprocessing, int[] rows) {
        int width = preprocessing.width();
        float[] inputs = new float[rows.length * width];
        float[] ratings = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            preprocessing.transform(new FrameRow(data.known(), rows[i]), inputs, i * width);
            ratings[i] = data.known().ratings()[rows[i]];
        }
        return new XgboostTrainer.Rows(inputs, ratings);
    }
}

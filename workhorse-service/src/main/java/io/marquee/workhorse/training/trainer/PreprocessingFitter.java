package io.marquee.workhorse.training.trainer;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.runtime.preprocessing.FittedColumn;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.preprocessing.Vocabulary;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.TrainingFrame.Column;
import io.marquee.workhorse.training.recipe.PreprocessingStep;
import io.marquee.workhorse.training.recipe.Recipe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Fits a recipe's preprocessing to the training rows, and to these alone. */
public final class PreprocessingFitter {

    private final Recipe recipe;
    private final TrainingFrame frame;
    private final int[] rows;

    private PreprocessingFitter(Recipe recipe, TrainingFrame frame, int[] rows) {
        this.recipe = recipe;
        this.frame = frame;
        this.rows = rows;
    }

    /**
     * Fits.
     *
     * @param rows the training rows
     */
    public static FittedPreprocessing fit(Recipe recipe, TrainingFrame frame, int[] rows) {
        return new PreprocessingFitter(recipe, frame, rows).fit();
    }

    private FittedPreprocessing fit() {
        for (PreprocessingStep step : recipe.preprocessing()) {
            for (String column : step.columns()) {
                if (recipe.features().stream()
                        .noneMatch(feature -> feature.feature().equals(column))) {
                    throw wrong("a preprocessing step names the feature '" + column + "', which is not fetched");
                }
            }
        }
        List<FittedColumn> columns = new ArrayList<>();
        for (FeatureReference feature : recipe.features()) {
            columns.add(column(feature));
        }
        return new FittedPreprocessing(columns);
    }

    private FittedColumn column(FeatureReference feature) {
        Column column = frame.features().get(feature.fullName());
        if (column == null) {
            throw wrong("the feature '" + feature + "' is not in the training frame");
        }
        List<PreprocessingStep> steps = recipe.preprocessing().stream()
                .filter(step -> step.columns().contains(feature.feature()))
                .toList();
        if (steps.size() > 1) {
            throw wrong("the feature '" + feature + "' is named by " + steps.size() + " preprocessing steps");
        }
        if (steps.isEmpty()) {
            if (column instanceof Column.Numeric) {
                return new FittedColumn.Numeric(feature);
            }
            throw wrong("the feature '" + feature + "' is not a number and needs an encoder");
        }
        return switch (steps.getFirst()) {
            case PreprocessingStep.Ordinal ordinal ->
                new FittedColumn.Ordinal(feature, words(feature, column), (float) ordinal.unknownValue());
            case PreprocessingStep.OneHot oneHot -> new FittedColumn.OneHot(feature, words(feature, column));
            case PreprocessingStep.MultiHot multiHot -> new FittedColumn.MultiHot(feature, listed(feature, column));
        };
    }

    private Vocabulary words(FeatureReference feature, Column column) {
        if (!(column instanceof Column.Text text)) {
            throw wrong("the feature '" + feature + "' is not text, so it cannot be encoded as a category");
        }
        Collection<String> words = new TreeSet<>();
        for (int row : rows) {
            String word = text.values()[row];
            if (word != null) {
                words.add(word);
            }
        }
        return Vocabulary.of(words);
    }

    private Vocabulary listed(FeatureReference feature, Column column) {
        if (!(column instanceof Column.TextList lists)) {
            throw wrong("the feature '" + feature + "' is not a list of text, so it cannot be multi-hot encoded");
        }
        Collection<String> words = new TreeSet<>();
        for (int row : rows) {
            List<String> list = lists.values().get(row);
            if (list != null) {
                words.addAll(list);
            }
        }
        return Vocabulary.of(words);
    }

    private ProblemException wrong(String problem) {
        return new ProblemException(ProblemType.UNPROCESSABLE, "recipe " + recipe.name() + ": " + problem);
    }
}

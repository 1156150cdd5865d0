package io.marquee.workhorse.training.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.marquee.contract.feature.FeatureReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads recipe files and refuses what it does not understand, naming file, field and value. */
public final class RecipeReader {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final double SUM_TOLERANCE = 1e-9;

    private RecipeReader() {}

    /**
     * Reads a recipe file.
     *
     * @param home folder that {@code file} is relative to
     * @param file for example {@code recipes/movie_rating.yaml}; must be within {@code home}
     * @throws RecipeException when there is no such file or it is not a recipe
     */
    public static Recipe read(Path home, String file) {
        Path root = home.toAbsolutePath().normalize();
        Path path = root.resolve(file).normalize();
        if (!path.startsWith(root)) {
            throw new RecipeException(file, "lies outside the project folder", null);
        }
        try {
            return parse(file, Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new RecipeException(file, "there is no such file in " + root, e);
        } catch (IOException e) {
            throw new RecipeException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a recipe's text.
     *
     * @param file what to call it in complaints
     */
    public static Recipe parse(String file, String text) {
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new RecipeException(file, "is not YAML: " + e.getOriginalMessage(), e);
        }
        RecipeNode root = new RecipeNode(file, "", tree);
        if (root.isMissing() || !tree.isObject()) {
            throw new RecipeException(file, "must hold the fields of a recipe", null);
        }
        root.only("name", "task_choice", "data", "preprocessor", "model", "evaluation", "metadata");
        root.required("task_choice").oneOf("regression");
        RecipeNode data = root.required("data").only("fetcher", "data_interface", "split");
        RecipeNode model = root.required("model").only("class_path", "library", "hyperparameters");
        String library = model.required("library").oneOf("xgboost", "marquee");
        Recipe.Split split = split(data.required("split"));
        AlgorithmSettings settings = settings(model, library, split);
        RecipeNode evaluation = root.optional("evaluation").only("metrics", "random_state", "baseline");
        checkMetrics(evaluation);
        RecipeNode metadata = root.required("metadata").only("author", "description");
        checkInterface(data.required("data_interface"));
        RecipeNode fetcher = data.required("fetcher");
        String featureService = featureService(fetcher);
        return new Recipe(
                name(root.required("name")),
                featureService,
                featureService == null ? features(fetcher) : List.of(),
                split,
                preprocessing(root.optional("preprocessor"), library),
                model.required("class_path").text(),
                library,
                settings,
                baseline(evaluation.optional("baseline")),
                evaluation.optional("random_state").wholeNumber(0, Integer.MAX_VALUE, 42),
                metadata.optional("author").text("unknown"),
                metadata.required("description").text(),
                text);
    }

    private static String name(RecipeNode node) {
        String name = node.text();
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,99}")) {
            throw node.wrong("must be lower-case letters, digits, '-' and '_'");
        }
        return name;
    }

    /** The feature service, where a recipe names one instead of listing features. */
    private static @Nullable String featureService(RecipeNode fetcher) {
        fetcher.only("type", "feature_service", "feature_views", "timestamp_column");
        fetcher.required("type").oneOf("feature_store");
        fetcher.optional("timestamp_column").text("event_timestamp");
        RecipeNode service = fetcher.optional("feature_service");
        if (service.isMissing()) {
            return null;
        }
        if (!fetcher.optional("feature_views").isMissing()) {
            throw fetcher.optional("feature_views").wrong("must not come together with 'feature_service'");
        }
        return service.text();
    }

    private static List<FeatureReference> features(RecipeNode fetcher) {
        RecipeNode views = fetcher.required("feature_views");
        List<FeatureReference> features = new ArrayList<>();
        for (String view : views.only(views.fieldNames().toArray(String[]::new)).fieldNames()) {
            RecipeNode fields = views.required(view).only("join_key", "features");
            fields.required("join_key").text();
            for (RecipeNode field : fields.required("features").items()) {
                FeatureReference feature = new FeatureReference(view, field.text());
                if (features.contains(feature)) {
                    throw field.wrong("is listed twice");
                }
                features.add(feature);
            }
        }
        if (features.isEmpty()) {
            throw views.wrong("must name at least one feature");
        }
        return features;
    }

    /** What is rated by whom is fixed in this suite; a recipe may say so, and must not say otherwise. */
    private static void checkInterface(RecipeNode node) {
        node.only("entity_columns", "target_column");
        node.required("target_column").oneOf("rating");
        RecipeNode entities = node.required("entity_columns");
        if (!entities.texts().equals(List.of("user_id", "movie_id"))) {
            throw entities.wrong("must be [user_id, movie_id]");
        }
    }

    private static Recipe.Split split(RecipeNode node) {
        node.only("strategy", "temporal_column", "group_column", "train", "validation", "test");
        node.required("strategy").oneOf("temporal");
        if (!node.optional("temporal_column").isMissing()) {
            node.optional("temporal_column").oneOf("event_timestamp");
        }
        if (!node.optional("group_column").isMissing()) {
            node.optional("group_column").oneOf("user_id");
        }
        double train = node.required("train").number(0.01, 0.99, 0);
        double validation = node.optional("validation").number(0, 0.9, 0);
        double test = node.required("test").number(0.01, 0.99, 0);
        if (Math.abs(train + validation + test - 1) > SUM_TOLERANCE) {
            throw node.wrong("must have shares that sum to 1");
        }
        return new Recipe.Split(train, validation, test);
    }

    private static List<PreprocessingStep> preprocessing(RecipeNode node, String library) {
        node.only("steps");
        if (node.isMissing() || node.optional("steps").isMissing()) {
            return List.of();
        }
        if (library.equals("marquee")) {
            throw node.wrong("must be left out: the factor model takes no features as inputs");
        }
        List<PreprocessingStep> steps = new ArrayList<>();
        for (RecipeNode step : node.required("steps").items()) {
            String type = step.required("type").oneOf("ordinal_encoder", "one_hot_encoder", "multi_hot_encoder");
            List<String> columns = step.required("columns").texts();
            steps.add(
                    switch (type) {
                        case "one_hot_encoder" -> {
                            step.only("type", "columns");
                            yield new PreprocessingStep.OneHot(columns);
                        }
                        case "multi_hot_encoder" -> {
                            step.only("type", "columns");
                            yield new PreprocessingStep.MultiHot(columns);
                        }
                        default -> {
                            step.only("type", "columns", "unknown_value");
                            yield new PreprocessingStep.Ordinal(
                                    columns, step.optional("unknown_value").number(-1_000_000, 1_000_000, Double.NaN));
                        }
                    });
        }
        return steps;
    }

    private static AlgorithmSettings settings(RecipeNode model, String library, Recipe.Split split) {
        RecipeNode hyperparameters = model.required("hyperparameters").only("tuning_enabled", "values");
        if (hyperparameters.optional("tuning_enabled").flag(false)) {
            throw hyperparameters.optional("tuning_enabled").wrong("must be false: values are not searched for");
        }
        RecipeNode values = hyperparameters.optional("values");
        if (library.equals("marquee")) {
            model.required("class_path").oneOf("marquee.BiasedMatrixFactorization");
            return RecipeParameters.readAls(values);
        }
        model.required("class_path").oneOf("xgboost.XGBRegressor");
        XgboostSettings settings = RecipeParameters.readXgboost(values);
        if (settings.earlyStoppingRounds() > 0 && split.validation() == 0) {
            throw values.optional("early_stopping_rounds").wrong("needs a 'data.split.validation' greater than 0");
        }
        return settings;
    }

    private static void checkMetrics(RecipeNode evaluation) {
        if (!evaluation.optional("metrics").isMissing()) {
            evaluation.optional("metrics").items().forEach(metric -> metric.oneOf("rmse", "mae"));
        }
    }

    private static Recipe.Baseline baseline(RecipeNode node) {
        node.only("type", "user_damping", "movie_damping");
        if (node.isMissing() || node.required("type").oneOf("bias", "mean").equals("bias")) {
            return new Recipe.Baseline.Bias(
                    node.optional("user_damping").number(0, 1_000, 5),
                    node.optional("movie_damping").number(0, 1_000, 3));
        }
        return new Recipe.Baseline.Mean();
    }
}

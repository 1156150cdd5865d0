package io.marquee.controltower.testing;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.drift.FeatureBaseline;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.runtime.FeatureSet;
import io.marquee.runtime.ModelDescription;
import io.marquee.runtime.ModelFolderWriter;
import io.marquee.runtime.ModelKind;
import io.marquee.runtime.MovieRatingModel;
import io.marquee.runtime.PersonalRatingModel;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.factor.FactorTables;
import io.marquee.runtime.factor.IdIndex;
import io.marquee.runtime.factor.RidgeSettings;
import io.marquee.runtime.preprocessing.FittedColumn;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.tree.XgboostModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Two small models whose every answer can be worked out by hand. */
public final class TestModels {

    public static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    /** Users of the factor model. User 1 has rated movies 10 and 20, user 2 has rated 30. */
    public static final long USER = 1;

    public static final long OTHER_USER = 2;

    /** A user that nobody has heard of. */
    public static final long STRANGER = 999;

    /** A movie that only the online store knows. */
    public static final long NEW_MOVIE = 70;

    /** A movie that nobody has heard of. */
    public static final long NO_MOVIE = 404;

    /** Mean rating of the factor model, as of version 1. */
    public static final double MEAN = 3.0;

    public static final FeatureReference YEAR = new FeatureReference("movie_metadata", "year");
    public static final FeatureReference POPULARITY = new FeatureReference("movie_rating_stats", "popularity");
    public static final FeatureReference USER_MEAN = new FeatureReference("user_behaviour", "rating_mean");

    /** 3.5, plus 0.5 when the year is before 2000 or missing, else less 0.25. */
    private static final String TREES = """
            {"learner": {
              "learner_model_param": {"base_score": "3.5E0", "num_class": "0", "num_feature": "1", "num_target": "1"},
              "objective": {"name": "reg:squarederror"},
              "gradient_booster": {"name": "gbtree", "model": {"trees": [
                {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [0, 0, 0],
                 "split_conditions": [2000, 0.5, -0.25], "default_left": [1, 0, 0]}]}}}}
            """;

    private TestModels() {}

    /**
     * One factor, six movies (10, 20, … 60). Without a user their ratings are mean + bias: 3.5, 3.25, 3, 2.75, 2.5, 2.25
     * for a mean of 3. User 1 has bias 0.5 and factor 1, user 2 bias -0.5 and factor -1; movie factors are 0.25, -0.25
     * alternating. No ranking penalty.
     */
    public static FactorTables factors(double mean) {
        return new FactorTables(
                1,
                (float) mean,
                new RidgeSettings(0.5, 0.5, 1, Double.POSITIVE_INFINITY),
                0,
                IdIndex.ofSorted(new long[] {10, 20, 30, 40, 50, 60}),
                new float[] {0.5f, 0.25f, 0, -0.25f, -0.5f, -0.75f},
                new float[] {0.25f, -0.25f, 0.25f, -0.25f, 0.25f, -0.25f},
                new int[] {5, 50, 5, 500, 5, 5},
                new float[] {3.5f, 3.25f, 3, 2.75f, 2.5f, 2.25f},
                IdIndex.ofSorted(new long[] {USER, OTHER_USER}),
                new float[] {0.5f, -0.5f},
                new float[] {1, -1},
                new int[] {2, 1},
                new int[] {0, 2, 3},
                new int[] {0, 1, 2});
    }

    public static PersonalRatingModel personal() {
        return new PersonalRatingModel(
                description(ModelKind.PERSONAL_RATING, "a".repeat(32)), new FactorModel(factors(MEAN)));
    }

    public static MovieRatingModel movie() {
        try {
            return new MovieRatingModel(
                    description(ModelKind.MOVIE_RATING, "b".repeat(32)),
                    preprocessing(),
                    XgboostModelFile.read(TREES.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ModelFolderWriter personalFolder(String runId, double mean) {
        return ModelFolderWriter.ofFactors(description(ModelKind.PERSONAL_RATING, runId), factors(mean));
    }

    public static ModelFolderWriter movieFolder(String runId) {
        return ModelFolderWriter.ofTrees(
                description(ModelKind.MOVIE_RATING, runId),
                preprocessing(),
                TREES.getBytes(StandardCharsets.UTF_8),
                "2.1.4");
    }

    private static FittedPreprocessing preprocessing() {
        return new FittedPreprocessing(List.of(new FittedColumn.Numeric(YEAR)));
    }

    private static ModelDescription description(ModelKind kind, String runId) {
        String name = kind.wireName().replace('_', '-');
        List<FeatureReference> features =
                kind == ModelKind.MOVIE_RATING ? List.of(YEAR) : List.of(YEAR, POPULARITY, USER_MEAN);
        Map<String, Integer> views = Map.of("movie_metadata", 1, "movie_rating_stats", 1, "user_behaviour", 1);
        FeatureBaseline.Numeric column =
                new FeatureBaseline.Numeric(YEAR.fullName(), List.of(2000.0), List.of(0.5, 0.5), 0, 1999, 3);
        return new ModelDescription(
                kind,
                name,
                runId,
                CREATED,
                new FeatureSet(features, views),
                new DriftBaseline(name, runId, CREATED, 10, 0.9, List.of(column), column),
                new ModelProvenance(
                        name,
                        runId,
                        CREATED,
                        "name: test",
                        Map.of("rows", 10),
                        views,
                        "test",
                        Map.of("factors", 1),
                        42,
                        Map.of(),
                        Map.of("java", "25"),
                        "0.1.0",
                        null));
    }
}

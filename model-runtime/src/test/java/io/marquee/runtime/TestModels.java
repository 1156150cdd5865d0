package io.marquee.runtime;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.drift.FeatureBaseline;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.runtime.factor.TestFactors;
import io.marquee.runtime.preprocessing.FittedColumn;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.preprocessing.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small models with sensible descriptions. */
final class TestModels {

    static final String RUN_ID = "0123456789abcdef0123456789abcdef";
    static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    /** Adds 0.5 to 3.5 when the year is before 2000 or missing, else takes 0.25 away, and adds 0.125 to a drama. */
    static final String TREES = """
            {"learner": {
              "learner_model_param": {"base_score": "3.5E0", "num_class": "0", "num_feature": "3", "num_target": "1"},
              "objective": {"name": "reg:squarederror"},
              "gradient_booster": {"name": "gbtree", "model": {"trees": [
                {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [0, 0, 0],
                 "split_conditions": [2000, 0.5, -0.25], "default_left": [1, 0, 0]},
                {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [2, 0, 0],
                 "split_conditions": [1, 0, 0.125], "default_left": [1, 0, 0]}]}}}}
            """;

    private static final FeatureReference YEAR = new FeatureReference("movie_metadata", "year");
    private static final FeatureReference GENRES = new FeatureReference("movie_metadata", "genres");

    private TestModels() {}

    static ModelFolderWriter trees() {
        return ModelFolderWriter.ofTrees(
                description(ModelKind.MOVIE_RATING),
                new FittedPreprocessing(List.of(
                        new FittedColumn.Numeric(YEAR),
                        new FittedColumn.MultiHot(GENRES, Vocabulary.of(List.of("Drama", "Comedy"))))),
                TREES.getBytes(StandardCharsets.UTF_8),
                "2.1.4");
    }

    static ModelFolderWriter factors() {
        return ModelFolderWriter.ofFactors(description(ModelKind.PERSONAL_RATING), TestFactors.small());
    }

    static ModelDescription description(ModelKind kind) {
        String name = kind.wireName().replace('_', '-');
        FeatureBaseline.Numeric column =
                new FeatureBaseline.Numeric("movie_metadata__year", List.of(2000.0), List.of(0.5, 0.5), 0, 1999, 3);
        return new ModelDescription(
                kind,
                name,
                RUN_ID,
                CREATED,
                new FeatureSet(List.of(YEAR, GENRES), Map.of("movie_metadata", 2)),
                new DriftBaseline(name, RUN_ID, CREATED, 10, 0.9, List.of(column), column),
                new ModelProvenance(
                        name,
                        RUN_ID,
                        CREATED,
                        "name: test",
                        Map.of("rows", 10),
                        Map.of("movie_metadata", 2),
                        "test",
                        Map.of("factors", 1),
                        42,
                        Map.of("xgboost4j", "2.1.4"),
                        Map.of("java", "25"),
                        "0.1.0",
                        null));
    }
}

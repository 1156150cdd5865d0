package io.marquee.contract.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event of each kind with every field set. */
final class TestEvents {

    private static final String ID = "018f3f9e-0000-7000-8000-000000000001";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String RUN = "0123456789abcdef0123456789abcdef";

    private TestEvents() {}

    static UserInteraction rating() {
        return new UserInteraction(
                ID,
                NOW,
                "controltower",
                42,
                318L,
                InteractionType.RATING,
                "s-1",
                4.5,
                null,
                "tv",
                "agent/1.0",
                "203.0.113.7",
                "https://example.org/",
                "https://example.org/m/318",
                5400.0,
                Map.of("autoplay", true));
    }

    static List<Event> oneOfEach() {
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        columns.put("movie_id", List.of(318, 858));
        List<Object> years = new ArrayList<>();
        years.add(1994);
        years.add(null);
        columns.put("movie_metadata__year", years);
        return List.of(
                rating(),
                new ModelPrediction(
                        ID,
                        NOW,
                        "controltower",
                        "personal-rating",
                        "2",
                        42L,
                        columns,
                        List.of(4.25, 4.5),
                        List.of(0.9, 0.8),
                        1.25,
                        Map.of("degraded", false),
                        "req-1",
                        "champion",
                        Map.of("movie_metadata", new FeatureRows(1, Arrays.asList(Instant.EPOCH, null)))),
                new SystemAlert(
                        ID,
                        NOW,
                        "nervous",
                        "nervous",
                        SystemAlert.Level.WARNING,
                        "year has drifted",
                        "feature-drift",
                        Map.of("psi", 0.31),
                        true,
                        NOW,
                        List.of("drift")),
                new TrainingEvent(
                        ID,
                        NOW,
                        "workhorse",
                        "1",
                        RUN,
                        "personal-rating",
                        TrainingEvent.Status.COMPLETED,
                        12,
                        0.61,
                        Map.of("rmse", 0.87),
                        Map.of("factors", 16),
                        Map.of("rows", 100836),
                        2.5,
                        "none"),
                new Recommendation(
                        ID,
                        NOW,
                        "controltower",
                        42,
                        "factor_model",
                        List.of(318L, 858L),
                        Map.of("k", 2),
                        3.5,
                        false,
                        0.7,
                        0.2,
                        0.1,
                        "champion"),
                new DataQuality(
                        ID,
                        NOW,
                        "workhorse",
                        "ratings",
                        DataQuality.CheckType.VALIDITY,
                        DataQuality.Status.WARNING,
                        0.99,
                        0.95,
                        3L,
                        300L,
                        Map.of("rejected", 3),
                        "see the quarantine"),
                new PipelineEvent(
                        ID,
                        NOW,
                        "workhorse",
                        "movie_training_pipeline",
                        "train",
                        PipelineEvent.Status.COMPLETED,
                        "movie_training_pipeline",
                        "manual__2026-01-02T03:04:05Z",
                        "train",
                        2,
                        NOW,
                        4.5,
                        Map.of("recipe", "recipes/personal_rating.yaml"),
                        Map.of("model_version", 2),
                        "none",
                        1),
                new RegistryEvent(
                        ID,
                        NOW,
                        "workhorse",
                        RegistryEvent.Action.ALIAS_SET,
                        "personal-rating",
                        2,
                        "champion",
                        "Production",
                        RUN,
                        Map.of("previous_version", 1)),
                new PipelineTask(
                        ID,
                        NOW,
                        "controltower",
                        "movie_training_pipeline",
                        "manual__2026-01-02T03:04:05Z",
                        "train",
                        "train",
                        Map.of("recipe", "recipes/personal_rating.yaml"),
                        Map.of("reason", "drift"),
                        2,
                        4,
                        NOW,
                        1800.0));
    }
}

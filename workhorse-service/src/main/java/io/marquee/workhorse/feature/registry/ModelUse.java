package io.marquee.workhorse.feature.registry;

import io.marquee.contract.feature.FeatureReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model with the features that it was registered with.
 *
 * @param stage MLflow's stage
 * @param service the feature service that it was trained with; null when its recipe lists features
 * @param views the version of each view that it was trained with
 */
public record ModelUse(
        String model,
        int version,
        Set<String> aliases,
        String stage,
        Instant registeredAt,
        @Nullable String service,
        List<FeatureReference> features,
        Map<String, Integer> views) {

    private static final Set<String> LIVE_ALIASES = Set.of("champion", "challenger");
    private static final Set<String> LIVE_STAGES = Set.of("Production", "Staging");

    public ModelUse {
        aliases = Set.copyOf(aliases);
        features = List.copyOf(features);
        views = Map.copyOf(views);
    }

    /** Whether it is served, or may be at any moment. */
    public boolean isLive() {
        return LIVE_STAGES.contains(stage) || aliases.stream().anyMatch(LIVE_ALIASES::contains);
    }

    /** As people write it, {@code personal-rating/3}. */
    public String label() {
        return model + "/" + version;
    }
}

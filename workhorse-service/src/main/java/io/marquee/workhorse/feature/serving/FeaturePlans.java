package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.FeatureService;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The plans of the feature lists that clients use, kept as long as the definitions they were made from. */
@Singleton
class FeaturePlans {

    /** Clients ask for a few lists again and again; one that makes up lists must not fill the memory. */
    private static final int MOST_PLANS = 1000;

    private final ActiveDefinitions active;
    private final FeatureConfig features;
    private volatile @Nullable Known known;

    private record Known(FeatureDefinitions definitions, FeaturePlanner planner, Map<Asked, FeaturePlan> plans) {}

    private record Asked(@Nullable String service, List<String> features, boolean fullNames) {}

    FeaturePlans(ActiveDefinitions active, FeatureConfig features) {
        this.active = active;
        this.features = features;
    }

    /** The plan that answers a query. */
    FeaturePlan plan(OnlineQuery query) {
        Known current = known();
        Asked asked = query.service() == null
                ? new Asked(null, query.features(), query.fullNames())
                : new Asked(query.service(), List.of(), query.fullNames());
        FeaturePlan plan = current.plans.get(asked);
        if (plan == null) {
            plan = current.planner.plan(references(current.definitions, asked), asked.fullNames);
            if (current.plans.size() >= MOST_PLANS) {
                current.plans.clear();
            }
            current.plans.put(asked, plan);
        }
        return plan;
    }

    private Known known() {
        FeatureDefinitions definitions = active.get();
        Known current = known;
        if (current == null || current.definitions != definitions) {
            FeaturePlanner planner = new FeaturePlanner(definitions, features.project());
            current = new Known(definitions, planner, new ConcurrentHashMap<>());
            known = current;
        }
        return current;
    }

    private List<FeatureReference> references(FeatureDefinitions definitions, Asked asked) {
        if (asked.service != null) {
            return definitions.services().stream()
                    .filter(service -> service.name().equals(asked.service))
                    .findFirst()
                    .map(FeatureService::features)
                    .orElseThrow(() -> new ServingException(
                            ServingException.Kind.SERVICE_NOT_FOUND,
                            "Feature service " + asked.service + " does not exist in project " + features.project()));
        }
        if (asked.features.isEmpty()) {
            throw ServingException.invalid("No features specified for retrieval");
        }
        return asked.features.stream().map(FeaturePlanner::reference).toList();
    }
}

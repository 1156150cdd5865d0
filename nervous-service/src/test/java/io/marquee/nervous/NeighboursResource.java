package io.marquee.nervous;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Starts {@link Neighbours} for the application under test, and sets it up to be quick and content with small samples. */
public class NeighboursResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable Neighbours neighbours;

    @Override
    public Map<String, String> start() {
        Neighbours started = new Neighbours();
        neighbours = started;
        return Map.ofEntries(
                Map.entry("MLFLOW_TRACKING_URI", started.address()),
                Map.entry("ORCHESTRATOR_URL", started.address()),
                Map.entry("marquee.champion.refresh-every", "1s"),
                Map.entry("marquee.champion.retry-every", "1s"),
                Map.entry("marquee.drift.window-rows", "200"),
                Map.entry("marquee.drift.request-rows", "20"),
                Map.entry("marquee.drift.min-rows", "100"),
                Map.entry("marquee.drift.min-requests", "5"),
                Map.entry("marquee.drift.refresh-every", "1s"),
                Map.entry("marquee.performance.min-pairs", "10"),
                Map.entry("marquee.performance.refresh-every", "1s"),
                Map.entry("marquee.retraining.min-new-ratings", "10"),
                Map.entry("marquee.retraining.cooldown", "1h"),
                Map.entry("marquee.retraining.evaluate-every", "1s"),
                Map.entry("marquee.alert.review-every", "1s"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(neighbours, new TestInjector.MatchesType(Neighbours.class));
    }

    @Override
    public void stop() {
        Objects.requireNonNull(neighbours).close();
    }
}

package io.marquee.nervous.drift;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.baseline.Champion;
import io.marquee.nervous.baseline.ChampionService;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.DriftThresholds;
import io.marquee.nervous.drift.statistics.PsiDriftDetector;
import io.marquee.nervous.platform.RecurringWork;
import io.marquee.nervous.platform.RecurringWorks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a drift report per champion. The window is read from the database, so that a restart, or a second instance, sees
 * the same; it is read again only when predictions of the champion have come in. A new champion starts with an empty one.
 */
@ApplicationScoped
public class DriftService {

    private record Watched(DriftReport report, DriftBaseline baseline, long position) {}

    private final ChampionService champions;
    private final PredictionWindow window;
    private final PsiDriftDetector detector;
    private final DriftMetrics metrics;
    private final RecurringWork refreshing;
    private volatile Map<String, Watched> watched = Map.of();

    DriftService(
            ChampionService champions,
            PredictionWindow window,
            DriftConfig config,
            DriftMetrics metrics,
            RecurringWorks works) {
        this.refreshing = works.named("watch drift");
        this.champions = champions;
        this.window = window;
        this.metrics = metrics;
        this.detector = new PsiDriftDetector(
                config.windowRows(),
                config.requestRows(),
                new DriftThresholds(config.minRows(), config.minRequests(), config.warning(), config.drifted()));
    }

    /** One report per champion that has a baseline, by model name. */
    public List<DriftReport> reports() {
        return watched.values().stream().map(Watched::report).toList();
    }

    @Scheduled(
            every = "${marquee.drift.refresh-every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        refreshing.run(this::lookAgain);
    }

    private void lookAgain() {
        Map<String, Watched> next = new LinkedHashMap<>();
        for (Champion champion : champions.champions()) {
            DriftBaseline baseline = champion.baseline();
            if (baseline != null) {
                next.put(champion.model().name(), watch(champion.model(), baseline));
            }
        }
        watched = next;
        metrics.publish(reports());
    }

    private Watched watch(ModelVersion model, DriftBaseline baseline) {
        long position = window.position(model);
        Watched before = watched.get(model.name());
        if (before != null
                && before.report().model().equals(model)
                && before.baseline() == baseline
                && before.position() == position) {
            return before;
        }
        return new Watched(detector.detect(model, baseline, window.newest(model)), baseline, position);
    }
}

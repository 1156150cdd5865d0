package io.marquee.nervous.performance;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.nervous.baseline.Champion;
import io.marquee.nervous.baseline.ChampionService;
import io.marquee.nervous.platform.RecurringWork;
import io.marquee.nervous.platform.RecurringWorks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rolling error of each champion, from the database, so that a restart loses nothing of it. */
@ApplicationScoped
public class PerformanceService {

    private final ChampionService champions;
    private final OutcomeStore outcomes;
    private final PerformanceConfig config;
    private final PerformanceMetrics metrics;
    private final Clock clock;
    private final DegradationDetector detector;
    private final RecurringWork refreshing;
    private volatile List<ErrorReport> reports = List.of();

    PerformanceService(
            ChampionService champions,
            OutcomeStore outcomes,
            PerformanceConfig config,
            PerformanceMetrics metrics,
            Clock clock,
            RecurringWorks works) {
        this.refreshing = works.named("watch performance");
        this.champions = champions;
        this.outcomes = outcomes;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.detector = new DegradationDetector(config.minPairs(), config.maxRmseRatio());
    }

    /** One report per champion that has a baseline, by model name. */
    public List<ErrorReport> reports() {
        return reports;
    }

    @Scheduled(
            every = "${marquee.performance.refresh-every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        refreshing.run(this::lookAgain);
    }

    private void lookAgain() {
        outcomes.match(clock.instant().minus(config.latePredictionGrace()));
        List<ErrorReport> next = new ArrayList<>();
        for (Champion champion : champions.champions()) {
            DriftBaseline baseline = champion.baseline();
            if (baseline != null) {
                next.add(detector.detect(
                        champion.model(), baseline.rmse(), outcomes.newest(champion.model(), config.windowPairs())));
            }
        }
        reports = List.copyOf(next);
        metrics.publish(reports, config.minPairs());
    }
}

package io.marquee.nervous.alert;

import io.marquee.contract.event.SystemAlert;
import io.marquee.nervous.baseline.ChampionService;
import io.marquee.nervous.drift.DriftService;
import io.marquee.nervous.performance.PerformanceConfig;
import io.marquee.nervous.performance.PerformanceService;
import io.marquee.nervous.platform.RecurringWork;
import io.marquee.nervous.platform.RecurringWorks;
import io.marquee.nervous.retraining.RetrainingEnded;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at what the service knows and keeps the raised alerts in step with it. */
@ApplicationScoped
class AlertReview {

    static final String RETRAINING_FAILED = "retraining-failed";
    private static final String RETRAINING = "retraining";

    private final DriftService drift;
    private final PerformanceService performance;
    private final ChampionService champions;
    private final AlertLedger ledger;
    private final ChampionAlertPolicy policy;
    private final RecurringWork reviewing;

    AlertReview(
            DriftService drift,
            PerformanceService performance,
            ChampionService champions,
            AlertLedger ledger,
            PerformanceConfig config,
            RecurringWorks works) {
        this.reviewing = works.named("review alerts");
        this.drift = drift;
        this.performance = performance;
        this.champions = champions;
        this.ledger = ledger;
        this.policy = new ChampionAlertPolicy(config.maxRmseRatio());
    }

    @Scheduled(
            every = "${marquee.alert.review-every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void review() {
        reviewing.run(this::lookAndApply);
    }

    void on(@Observes RetrainingEnded ended) {
        Condition condition = ended.error() == null
                ? new Condition.Cleared(RETRAINING_FAILED, RETRAINING, "retraining " + ended.dagRunId() + " succeeded")
                : new Condition.Raised(
                        RETRAINING_FAILED,
                        RETRAINING,
                        SystemAlert.Level.ERROR,
                        "retraining " + ended.dagRunId() + " failed: " + ended.error(),
                        Map.of(
                                "dag_run_id",
                                ended.dagRunId(),
                                "trigger",
                                ended.cause().wireName()));
        ledger.apply(List.of(condition), alert -> false);
    }

    private void lookAndApply() {
        Set<String> serving = champions.champions().stream()
                .map(champion -> ChampionAlertPolicy.subject(champion.model()))
                .collect(Collectors.toSet());
        List<Condition> conditions = policy.conditions(drift.reports(), performance.reports()).stream()
                .filter(condition -> serving.contains(condition.subject()))
                .toList();
        ledger.apply(
                conditions,
                alert -> !alert.alertCode().equals(RETRAINING_FAILED) && !serving.contains(alert.subject()));
    }
}

package io.marquee.nervous.retraining;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.baseline.Champion;
import io.marquee.nervous.baseline.ChampionService;
import io.marquee.nervous.drift.DriftService;
import io.marquee.nervous.intake.EventStore;
import io.marquee.nervous.performance.PerformanceService;
import io.marquee.nervous.retraining.RetrainingSnapshot.ModelCondition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings together how the champions do. Reports on a version that serves no longer are left out. */
@ApplicationScoped
class ChampionConditions {

    private final ChampionService champions;
    private final DriftService drift;
    private final PerformanceService performance;
    private final EventStore events;

    ChampionConditions(
            ChampionService champions, DriftService drift, PerformanceService performance, EventStore events) {
        this.champions = champions;
        this.drift = drift;
        this.performance = performance;
        this.events = events;
    }

    /**
     * One condition per champion that has a baseline.
     *
     * @param lastLearnt when the last retraining that went well was asked for; null when there was none. It had all ratings
     *     until then, also when its models were not promoted
     */
    List<ModelCondition> now(@Nullable Instant lastLearnt) {
        List<ModelCondition> conditions = new ArrayList<>();
        for (Champion champion : champions.champions()) {
            DriftBaseline baseline = champion.baseline();
            if (baseline != null) {
                conditions.add(condition(champion.model(), later(baseline.createdAt(), lastLearnt)));
            }
        }
        return conditions;
    }

    private ModelCondition condition(ModelVersion model, Instant lastLearnt) {
        return new ModelCondition(
                model,
                drift.reports().stream()
                        .filter(report -> report.model().equals(model))
                        .findFirst()
                        .orElse(null),
                performance.reports().stream()
                        .filter(report -> report.model().equals(model))
                        .findFirst()
                        .orElse(null),
                events.ratingsReceivedAfter(lastLearnt));
    }

    private static Instant later(Instant trained, @Nullable Instant lastLearnt) {
        return lastLearnt == null || lastLearnt.isBefore(trained) ? trained : lastLearnt;
    }
}

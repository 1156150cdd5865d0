package io.marquee.nervous.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.FeatureDrift;
import io.marquee.nervous.drift.statistics.Verdict;
import io.marquee.nervous.performance.ErrorReport;
import io.marquee.nervous.retraining.RetrainingDecision.Hold;
import io.marquee.nervous.retraining.RetrainingDecision.Hold.Why;
import io.marquee.nervous.retraining.RetrainingDecision.Trigger;
import io.marquee.nervous.retraining.RetrainingPolicy.Rules;
import io.marquee.nervous.retraining.RetrainingSnapshot.ModelCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainingPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final ModelVersion PERSONAL = new ModelVersion("personal-rating", 1);
    private static final ModelVersion MOVIE = new ModelVersion("movie-rating", 3);

    private final RetrainingPolicy policy = new RetrainingPolicy(new Rules(true, Duration.ofMinutes(30), 50));

    @Test
    void shouldHoldWhenNothingIsWrong() {
        // When
        RetrainingDecision decision =
                policy.review(snapshot(champion(drift(Verdict.STABLE, 0.0421), error(0.98), 500)));

        // Then
        assertThat(decision)
                .isEqualTo(new Hold(
                        Why.NO_CAUSE,
                        "personal-rating v1 is stable over 400 predictions of 40 requests, worst year with PSI 0.042; "
                                + "personal-rating v1 has RMSE 0.882 over 60 rated predictions, "
                                + "0.98 times its 0.900 when trained"));
    }

    @Test
    void shouldHoldWhileSamplesAreSmallOrMerelyWorrying() {
        assertThat(why(policy.review(snapshot(champion(drift(Verdict.COLLECTING, 5), null, 500)))))
                .isEqualTo(Why.NO_CAUSE);
        assertThat(why(policy.review(snapshot(champion(drift(Verdict.WARNING, 0.19), null, 500)))))
                .isEqualTo(Why.NO_CAUSE);
        assertThat(policy.review(snapshot(champion(null, null, 500))))
                .isEqualTo(new Hold(Why.NO_CAUSE, "personal-rating v1: no traffic yet"));
    }

    @Test
    void shouldTriggerOnDriftWhenThereIsSomethingNewToLearn() {
        // When
        RetrainingDecision decision = policy.review(snapshot(champion(drift(Verdict.DRIFTED, 0.31), null, 50)));

        // Then
        assertThat(decision)
                .isEqualTo(new Trigger(
                        RetrainingCause.DRIFT,
                        "personal-rating v1 is drifted over 400 predictions of 40 requests, worst year with PSI 0.310",
                        PERSONAL));
    }

    @Test
    void shouldHoldOnDriftWithoutNewRatings() {
        // When
        RetrainingDecision decision = policy.review(snapshot(champion(drift(Verdict.DRIFTED, 0.31), null, 49)));

        // Then
        assertThat(decision)
                .isEqualTo(new Hold(
                        Why.NOTHING_NEW_TO_LEARN,
                        "personal-rating v1 is drifted over 400 predictions of 40 requests, worst year with PSI 0.310; "
                                + "but only 49 ratings are newer than the last training, and 50 are needed"));
    }

    @Test
    void shouldTriggerOnAGrownErrorBeforeDrift() {
        // Given
        ModelCondition drifted = new ModelCondition(MOVIE, drift(MOVIE, Verdict.DRIFTED, 0.4), null, 500);
        ModelCondition degraded = champion(drift(Verdict.DRIFTED, 0.3), error(1.25), 10);

        // When
        RetrainingDecision decision = policy.review(snapshot(drifted, degraded));

        // Then
        assertThat(decision)
                .isEqualTo(new Trigger(
                        RetrainingCause.PERFORMANCE,
                        "personal-rating v1 has RMSE 1.125 over 60 rated predictions, 1.25 times its 0.900 when trained",
                        PERSONAL));
    }

    @Test
    void shouldTryTheNextCauseWhenOneTeachesNothing() {
        // Given
        ModelCondition nothingNew = new ModelCondition(MOVIE, drift(MOVIE, Verdict.DRIFTED, 0.4), null, 3);
        ModelCondition muchNew = champion(drift(Verdict.DRIFTED, 0.3), null, 80);

        // Then
        assertThat(policy.review(snapshot(nothingNew, muchNew)))
                .isInstanceOfSatisfying(
                        Trigger.class, trigger -> assertThat(trigger.model()).isEqualTo(PERSONAL));
    }

    @Test
    void shouldTrainOneAtATime() {
        // Given
        ModelCondition degraded = champion(null, error(1.5), 500);
        RetrainingSnapshot busy =
                new RetrainingSnapshot(NOW, List.of(degraded), "retrain__20260102T115900.000Z", NOW.minusSeconds(7200));

        // Then
        RetrainingDecision decision = policy.review(busy);
        assertThat(why(decision)).isEqualTo(Why.ONE_AT_A_TIME);
        assertThat(decision.reason()).endsWith("but retraining retrain__20260102T115900.000Z is still under way");
        assertThat(why(policy.answer(busy, new RetrainingSignal.AskedFor("because", true))))
                .isEqualTo(Why.ONE_AT_A_TIME);
    }

    @Test
    void shouldCoolDownAfterTheLastOneEnded() {
        // Given
        ModelCondition degraded = champion(null, error(1.5), 500);
        RetrainingSnapshot early = new RetrainingSnapshot(NOW, List.of(degraded), null, NOW.minusSeconds(1799));
        RetrainingSnapshot late = new RetrainingSnapshot(NOW, List.of(degraded), null, NOW.minusSeconds(1800));

        // Then
        RetrainingDecision decision = policy.review(early);
        assertThat(why(decision)).isEqualTo(Why.COOLDOWN);
        assertThat(decision.reason()).endsWith("the cooldown lasts until 2026-01-02T12:00:01Z");
        assertThat(policy.cooldownEnd(early)).contains(NOW.plusSeconds(1));
        assertThat(policy.review(late)).isInstanceOf(Trigger.class);
        assertThat(policy.cooldownEnd(late)).isEmpty();
    }

    @Test
    void shouldLetAPersonOverrideTheCooldownAndTheNeedForNewRatings() {
        // Given
        RetrainingSnapshot early = new RetrainingSnapshot(
                NOW, List.of(champion(drift(Verdict.STABLE, 0), null, 0)), null, NOW.minusSeconds(60));

        // Then
        assertThat(policy.answer(early, new RetrainingSignal.AskedFor("new recipe", true)))
                .isEqualTo(new Trigger(RetrainingCause.MANUAL, "new recipe", null));
        assertThat(why(policy.answer(early, new RetrainingSignal.AskedFor("new recipe", false))))
                .isEqualTo(Why.COOLDOWN);
    }

    @Test
    void shouldPutAlertsThroughTheSameGuards() {
        // Given
        RetrainingSignal alert = new RetrainingSignal.AlertFired("ModelDrift", "year has drifted", "personal-rating");
        RetrainingSnapshot free = snapshot(champion(null, null, 70));
        RetrainingSnapshot nothingNew = snapshot(champion(null, null, 7));

        // Then
        assertThat(policy.answer(free, alert))
                .isEqualTo(new Trigger(RetrainingCause.ALERT, "alert ModelDrift: year has drifted", PERSONAL));
        assertThat(policy.answer(free, new RetrainingSignal.AlertFired("ModelDrift", "", null)))
                .isEqualTo(new Trigger(RetrainingCause.ALERT, "alert ModelDrift", null));
        assertThat(why(policy.answer(nothingNew, alert))).isEqualTo(Why.NOTHING_NEW_TO_LEARN);
        assertThat(policy.answer(free, new RetrainingSignal.AlertFired("ModelDrift", "", "unknown-model")))
                .isEqualTo(new Hold(
                        Why.NO_CHAMPION,
                        "alert ModelDrift; no champion with a baseline is known of model unknown-model"));
    }

    @Test
    void shouldHoldWithoutAChampion() {
        assertThat(why(policy.review(snapshot()))).isEqualTo(Why.NO_CHAMPION);
    }

    @Test
    void shouldObeyTheSwitchButLetAPersonAsk() {
        // Given
        RetrainingPolicy off = new RetrainingPolicy(new Rules(false, Duration.ZERO, 0));
        RetrainingSnapshot degraded = snapshot(champion(null, error(2), 500));

        // Then
        assertThat(why(off.review(degraded))).isEqualTo(Why.SWITCHED_OFF);
        assertThat(why(off.answer(degraded, new RetrainingSignal.AlertFired("X", "", null))))
                .isEqualTo(Why.SWITCHED_OFF);
        assertThat(off.answer(degraded, new RetrainingSignal.AskedFor("because", false)))
                .isInstanceOf(Trigger.class);
    }

    @Test
    void shouldRefuseRulesThatMakeNoSense() {
        assertThatThrownBy(() -> new Rules(true, Duration.ofMinutes(-1), 0))
                .hasMessage("the cooldown must not be negative, got: PT-1M");
    }

    private static Why why(RetrainingDecision decision) {
        assertThat(decision).isInstanceOf(Hold.class);
        return ((Hold) decision).why();
    }

    private static RetrainingSnapshot snapshot(ModelCondition... champions) {
        return new RetrainingSnapshot(NOW, List.of(champions), null, null);
    }

    private static ModelCondition champion(@Nullable DriftReport drift, @Nullable ErrorReport error, long newRatings) {
        return new ModelCondition(PERSONAL, drift, error, newRatings);
    }

    private static DriftReport drift(Verdict verdict, double psi) {
        return drift(PERSONAL, verdict, psi);
    }

    private static DriftReport drift(ModelVersion model, Verdict verdict, double psi) {
        return new DriftReport(
                model,
                400,
                40,
                verdict,
                List.of(new FeatureDrift("year", 400, psi, 0, 0, verdict)),
                new FeatureDrift("prediction", 400, 0, 0, 0, Verdict.COLLECTING));
    }

    private static ErrorReport error(double ratio) {
        return new ErrorReport(
                PERSONAL,
                60,
                0.9 * ratio,
                0.7,
                0.9,
                ratio,
                ratio >= 1.1 ? ErrorReport.Verdict.DEGRADED : ErrorReport.Verdict.STABLE);
    }
}

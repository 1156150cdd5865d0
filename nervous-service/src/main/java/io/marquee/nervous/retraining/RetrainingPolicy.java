package io.marquee.nervous.retraining;

import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.FeatureDrift;
import io.marquee.nervous.drift.statistics.Verdict;
import io.marquee.nervous.performance.ErrorReport;
import io.marquee.nervous.retraining.RetrainingDecision.Hold;
import io.marquee.nervous.retraining.RetrainingDecision.Hold.Why;
import io.marquee.nervous.retraining.RetrainingDecision.Trigger;
import io.marquee.nervous.retraining.RetrainingSnapshot.ModelCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the models are trained anew.
 *
 * <p>A cause is needed: a champion whose error has grown, a champion whose traffic has drifted, an alert, or a person. Then
 * three guards: one retraining at a time; a cooldown after the last one has ended, well or not, which only a person may
 * override; and, for drift and alerts, enough ratings that are newer than the data of the last training. Drift alone says
 * that the traffic is new, not that there is anything to learn from: without new ratings the run would train the same model
 * on the same data once more. A grown error needs no such guard, as it is itself computed from new ratings.
 */
public final class RetrainingPolicy {

    /**
     * The policy's settings.
     *
     * @param enabled whether anything but a person may set off a retraining
     * @param cooldown least time between the end of a retraining and the start of the next
     * @param minNewRatings fewest new ratings that make drift or an alert worth a retraining
     */
    public record Rules(boolean enabled, Duration cooldown, long minNewRatings) {

        public Rules {
            if (cooldown.isNegative()) {
                throw new IllegalArgumentException("the cooldown must not be negative, got: " + cooldown);
            }
            if (minNewRatings < 0) {
                throw new IllegalArgumentException("min new ratings must not be negative, got: " + minNewRatings);
            }
        }
    }

    private final Rules rules;

    public RetrainingPolicy(Rules rules) {
        this.rules = rules;
    }

    /** Decides by what the service has seen itself. */
    public RetrainingDecision review(RetrainingSnapshot snapshot) {
        if (!rules.enabled()) {
            return new Hold(Why.SWITCHED_OFF, "automatic retraining is switched off");
        }
        if (snapshot.champions().isEmpty()) {
            return new Hold(
                    Why.NO_CHAMPION, "no champion with a baseline is known, so there is nothing to compare with");
        }
        List<Trigger> causes = causes(snapshot);
        if (causes.isEmpty()) {
            return new Hold(Why.NO_CAUSE, summary(snapshot));
        }
        Optional<Hold> guard = guard(snapshot, causes.getFirst().reason(), false);
        if (guard.isPresent()) {
            return guard.get();
        }
        List<Hold> refusals = new ArrayList<>();
        for (Trigger cause : causes) {
            Optional<Hold> refusal = cause.cause() == RetrainingCause.DRIFT
                    ? nothingNew(cause.reason(), newRatings(snapshot, name(cause.model())))
                    : Optional.empty();
            if (refusal.isEmpty()) {
                return cause;
            }
            refusals.add(refusal.get());
        }
        return refusals.getFirst();
    }

    /** Decides about a wish from outside. */
    public RetrainingDecision answer(RetrainingSnapshot snapshot, RetrainingSignal signal) {
        return switch (signal) {
            case RetrainingSignal.AskedFor asked ->
                guard(snapshot, asked.reason(), asked.overrideCooldown())
                        .<RetrainingDecision>map(hold -> hold)
                        .orElseGet(() -> new Trigger(RetrainingCause.MANUAL, asked.reason(), null));
            case RetrainingSignal.AlertFired alert -> answer(snapshot, alert);
        };
    }

    /** When the cooldown that runs now ends; empty when none runs. */
    public Optional<Instant> cooldownEnd(RetrainingSnapshot snapshot) {
        return Optional.ofNullable(snapshot.lastFinishedAt())
                .map(finished -> finished.plus(rules.cooldown()))
                .filter(end -> snapshot.now().isBefore(end));
    }

    private RetrainingDecision answer(RetrainingSnapshot snapshot, RetrainingSignal.AlertFired alert) {
        if (!rules.enabled()) {
            return new Hold(Why.SWITCHED_OFF, "automatic retraining is switched off");
        }
        String reason = "alert " + alert.alertName() + (alert.summary().isEmpty() ? "" : ": " + alert.summary());
        Optional<ModelCondition> model = snapshot.champions().stream()
                .filter(condition -> condition.model().name().equals(alert.modelName()))
                .findFirst();
        if (snapshot.champions().isEmpty() || alert.modelName() != null && model.isEmpty()) {
            return new Hold(
                    Why.NO_CHAMPION,
                    reason + "; no champion with a baseline is known"
                            + (alert.modelName() == null ? "" : " of model " + alert.modelName()));
        }
        return guard(snapshot, reason, false)
                .or(() -> nothingNew(reason, newRatings(snapshot, alert.modelName())))
                .<RetrainingDecision>map(hold -> hold)
                .orElseGet(() -> new Trigger(
                        RetrainingCause.ALERT,
                        reason,
                        model.map(ModelCondition::model).orElse(null)));
    }

    /** The champions' own causes, grown errors first: they are the harm that drift is only feared to do. */
    private static List<Trigger> causes(RetrainingSnapshot snapshot) {
        List<Trigger> causes = new ArrayList<>();
        for (ModelCondition condition : snapshot.champions()) {
            ErrorReport error = condition.error();
            if (error != null && error.verdict() == ErrorReport.Verdict.DEGRADED) {
                causes.add(new Trigger(RetrainingCause.PERFORMANCE, describe(error), condition.model()));
            }
        }
        for (ModelCondition condition : snapshot.champions()) {
            DriftReport drift = condition.drift();
            if (drift != null && drift.verdict() == Verdict.DRIFTED) {
                causes.add(new Trigger(RetrainingCause.DRIFT, describe(drift), condition.model()));
            }
        }
        return causes;
    }

    private Optional<Hold> guard(RetrainingSnapshot snapshot, String cause, boolean overrideCooldown) {
        if (snapshot.openRunId() != null) {
            return Optional.of(new Hold(
                    Why.ONE_AT_A_TIME, cause + "; but retraining " + snapshot.openRunId() + " is still under way"));
        }
        if (overrideCooldown) {
            return Optional.empty();
        }
        return cooldownEnd(snapshot)
                .map(end -> new Hold(
                        Why.COOLDOWN,
                        cause + "; but the last retraining ended at " + snapshot.lastFinishedAt()
                                + " and the cooldown lasts until " + end));
    }

    private Optional<Hold> nothingNew(String cause, long newRatings) {
        if (newRatings >= rules.minNewRatings()) {
            return Optional.empty();
        }
        return Optional.of(new Hold(
                Why.NOTHING_NEW_TO_LEARN,
                cause + "; but only " + newRatings + " ratings are newer than the last training, and "
                        + rules.minNewRatings() + " are needed"));
    }

    /** New ratings for that model, or, when none is named, for the model that has the most to learn. */
    private static long newRatings(RetrainingSnapshot snapshot, @Nullable String modelName) {
        return snapshot.champions().stream()
                .filter(condition ->
                        modelName == null || condition.model().name().equals(modelName))
                .mapToLong(ModelCondition::newRatings)
                .max()
                .orElse(0);
    }

    private static @Nullable String name(@Nullable ModelVersion model) {
        return model == null ? null : model.name();
    }

    private static String summary(RetrainingSnapshot snapshot) {
        return snapshot.champions().stream()
                .map(condition -> (condition.drift() == null
                                ? condition.model() + ": no traffic yet"
                                : describe(condition.drift()))
                        + (condition.error() == null ? "" : "; " + describe(condition.error())))
                .collect(Collectors.joining(". "));
    }

    private static String describe(DriftReport report) {
        FeatureDrift worst = report.worst().orElse(null);
        return String.format(
                Locale.ROOT,
                "%s is %s over %d predictions of %d requests%s",
                report.model(),
                report.verdict().wireName(),
                report.rows(),
                report.requests(),
                worst == null ? "" : String.format(Locale.ROOT, ", worst %s with PSI %.3f", worst.name(), worst.psi()));
    }

    private static String describe(ErrorReport report) {
        if (report.rmse() == null || report.ratio() == null) {
            return report.model() + " has " + report.pairs() + " rated predictions";
        }
        return String.format(
                Locale.ROOT,
                "%s has RMSE %.3f over %d rated predictions, %.2f times its %.3f when trained",
                report.model(),
                report.rmse(),
                report.pairs(),
                report.ratio(),
                report.baselineRmse());
    }
}

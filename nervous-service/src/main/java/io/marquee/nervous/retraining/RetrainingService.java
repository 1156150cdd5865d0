package io.marquee.nervous.retraining;

import io.marquee.nervous.platform.RecurringWork;
import io.marquee.nervous.platform.RecurringWorks;
import io.marquee.nervous.retraining.RetrainingDecision.Hold;
import io.marquee.nervous.retraining.RetrainingDecision.Trigger;
import io.marquee.nervous.retraining.RetrainingLedger.Decided;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policy, from time to time and when somebody wishes a retraining, and carries out what it says.
 *
 * <p>{@code marquee_retraining_decisions_total{outcome}} counts triggers by cause and refused wishes by reason. Alert when
 * {@code outcome="triggered_..."} rises more often than the cooldown lets expect.
 */
@ApplicationScoped
public class RetrainingService {

    private static final Logger LOG = Logger.getLogger(RetrainingService.class);

    /**
     * What the policy said last of its own accord.
     *
     * @param cooldownEndsAt end of the cooldown that runs; null when none does
     */
    public record Review(
            RetrainingDecision decision,
            Instant at,
            @Nullable Instant cooldownEndsAt) {}

    /**
     * The answer to a wish.
     *
     * @param dagRunId the run that was requested; null when the decision was to hold
     */
    public record Answer(
            RetrainingDecision decision, @Nullable String dagRunId) {}

    private final RetrainingLedger ledger;
    private final RetrainingRun run;
    private final RetrainingPolicy policy;
    private final MeterRegistry meters;
    private final RecurringWork evaluating;
    private volatile @Nullable Review lastReview;

    RetrainingService(
            RetrainingLedger ledger,
            RetrainingRun run,
            RetrainingConfig config,
            MeterRegistry meters,
            RecurringWorks works) {
        this.evaluating = works.named("decide on retraining");
        this.ledger = ledger;
        this.run = run;
        this.policy = new RetrainingPolicy(
                new RetrainingPolicy.Rules(config.enabled(), config.cooldown(), config.minNewRatings()));
        this.meters = meters;
    }

    @Scheduled(
            every = "${marquee.retraining.evaluate-every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void evaluate() {
        evaluating.run(this::lookAndDecide);
    }

    /** Decides about a wish and, when it is granted, requests the run. */
    public Answer answer(RetrainingSignal signal) {
        Decided decided = ledger.decide(snapshot -> policy.answer(snapshot, signal));
        switch (decided.decision()) {
            case Trigger _ -> triggered(decided);
            case Hold hold -> {
                LOG.infof("no retraining: %s", hold.reason());
                count("held_" + hold.why().wireName());
            }
        }
        return new Answer(decided.decision(), decided.dagRunId());
    }

    /** What the policy said last; empty until it was asked for the first time. */
    public Optional<Review> lastReview() {
        return Optional.ofNullable(lastReview);
    }

    /** The newest retrainings, newest first. */
    public List<RetrainingRequest> newest(int limit) {
        return ledger.newest(limit);
    }

    private void lookAndDecide() {
        run.advance();
        Decided decided = ledger.decide(policy::review);
        Instant cooldownEnd = policy.cooldownEnd(decided.snapshot()).orElse(null);
        lastReview = new Review(decided.decision(), decided.snapshot().now(), cooldownEnd);
        if (decided.decision() instanceof Trigger) {
            triggered(decided);
        }
    }

    private void triggered(Decided decided) {
        RetrainingDecision decision = decided.decision();
        LOG.infof("retraining %s requested: %s", decided.dagRunId(), decision.reason());
        if (decision instanceof Trigger trigger) {
            count("triggered_" + trigger.cause().wireName());
        }
        run.advance();
    }

    private void count(String outcome) {
        meters.counter("marquee_retraining_decisions_total", "outcome", outcome).increment();
    }
}

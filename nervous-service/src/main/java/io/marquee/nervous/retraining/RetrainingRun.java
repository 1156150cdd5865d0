package io.marquee.nervous.retraining;

import io.marquee.nervous.retraining.AirflowOrchestrator.RunAnswer;
import io.marquee.nervous.retraining.AirflowOrchestrator.StartAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Moves the retraining that is open one step on: asks for its run until the orchestrator has it, then looks at the run until
 * it has ended. All that is known is in the request's row, so that any instance goes on after any crash.
 */
@ApplicationScoped
class RetrainingRun {

    private static final Logger LOG = Logger.getLogger(RetrainingRun.class);

    private final RetrainingLedger ledger;
    private final AirflowOrchestrator orchestrator;
    private final RetrainingConfig config;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();

    RetrainingRun(RetrainingLedger ledger, AirflowOrchestrator orchestrator, RetrainingConfig config, Clock clock) {
        this.ledger = ledger;
        this.orchestrator = orchestrator;
        this.config = config;
        this.clock = clock;
    }

    /** Does what is next, if anything is open. */
    void advance() {
        // A wish and the schedule may come at the same moment; one of them is enough to ask the orchestrator.
        turn.lock();
        try {
            ledger.open().ifPresent(this::advance);
        } finally {
            turn.unlock();
        }
    }

    private void advance(RetrainingRequest request) {
        switch (request.state()) {
            case REQUESTED -> start(request);
            case ACCEPTED -> look(request);
            case SUCCEEDED, FAILED -> LOG.debugf("%s has ended meanwhile", request.dagRunId());
        }
    }

    private void start(RetrainingRequest request) {
        switch (orchestrator.start(request)) {
            case StartAnswer.Accepted _ -> {
                LOG.infof("retraining %s accepted: %s", request.dagRunId(), request.reason());
                ledger.accepted(request.dagRunId());
            }
            case StartAnswer.Refused refused -> end(request, refused.why());
            case StartAnswer.NotReached notReached -> waitFor(request, notReached.why());
        }
    }

    private void look(RetrainingRequest request) {
        switch (orchestrator.look(request)) {
            case RunAnswer.Succeeded _ -> {
                LOG.infof("retraining %s succeeded", request.dagRunId());
                ledger.ended(request.dagRunId(), null);
            }
            case RunAnswer.Failed failed -> end(request, failed.why());
            case RunAnswer.UnderWay _ -> endWhenTooOld(request);
            case RunAnswer.NotReached notReached -> {
                waitFor(request, notReached.why());
                endWhenTooOld(request);
            }
        }
    }

    private void waitFor(RetrainingRequest request, String why) {
        if (!why.equals(request.lastError())) {
            LOG.warnf("retraining %s waits: %s", request.dagRunId(), why);
        }
        ledger.notReached(request.dagRunId(), why);
    }

    private void endWhenTooOld(RetrainingRequest request) {
        Instant accepted = request.acceptedAt();
        if (accepted != null && Duration.between(accepted, clock.instant()).compareTo(config.runTimeout()) > 0) {
            end(request, "run " + request.dagRunId() + " has not ended within " + config.runTimeout());
        }
    }

    private void end(RetrainingRequest request, String why) {
        LOG.errorf("retraining %s failed: %s", request.dagRunId(), why);
        ledger.ended(request.dagRunId(), why);
    }
}

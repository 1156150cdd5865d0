package io.marquee.nervous.retraining;

import io.marquee.nervous.platform.Database;
import io.marquee.nervous.retraining.RetrainingDecision.Trigger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decisions and their requests, one transaction each. All instances decide one after the other, so that each sees what the
 * one before has requested.
 */
@ApplicationScoped
class RetrainingLedger {

    /**
     * A decision and what was stored for it.
     *
     * @param dagRunId the run that was requested; null when the decision was to hold
     */
    record Decided(
            RetrainingDecision decision,
            RetrainingSnapshot snapshot,
            @Nullable String dagRunId) {}

    private final RetrainingRepository repository;
    private final ChampionConditions conditions;
    private final RetrainingConfig config;
    private final Database database;
    private final Clock clock;
    private final Event<RetrainingEnded> ended;

    RetrainingLedger(
            RetrainingRepository repository,
            ChampionConditions conditions,
            RetrainingConfig config,
            Database database,
            Clock clock,
            Event<RetrainingEnded> ended) {
        this.repository = repository;
        this.conditions = conditions;
        this.config = config;
        this.database = database;
        this.clock = clock;
        this.ended = ended;
    }

    /** Takes a snapshot, has it judged and, when the answer is to train, stores the request. */
    @Transactional
    Decided decide(Function<RetrainingSnapshot, RetrainingDecision> judge) {
        database.lock("retraining");
        RetrainingSnapshot snapshot = new RetrainingSnapshot(
                clock.instant(),
                conditions.now(repository.lastSuccessRequestedAt().orElse(null)),
                repository.open().map(RetrainingRequest::dagRunId).orElse(null),
                repository.lastFinishedAt().orElse(null));
        RetrainingDecision decision = judge.apply(snapshot);
        if (decision instanceof Trigger trigger) {
            RetrainingRequest request = new RetrainingRequest(config.dagId(), trigger, snapshot.now());
            repository.persist(request);
            return new Decided(decision, snapshot, request.dagRunId());
        }
        return new Decided(decision, snapshot, null);
    }

    @Transactional
    Optional<RetrainingRequest> open() {
        return repository.open();
    }

    @Transactional
    List<RetrainingRequest> newest(int limit) {
        return repository.newest(limit);
    }

    @Transactional
    void accepted(String dagRunId) {
        repository.locked(dagRunId).ifPresent(request -> request.accepted(clock.instant()));
    }

    @Transactional
    void notReached(String dagRunId, String error) {
        repository.locked(dagRunId).ifPresent(request -> request.notReached(error));
    }

    /**
     * Notes the end of a run and tells those who watch for it, in one transaction.
     *
     * @param error what went wrong; null when it went well
     */
    @Transactional
    void ended(String dagRunId, @Nullable String error) {
        Instant now = clock.instant();
        repository
                .locked(dagRunId)
                .filter(request -> request.ended(now, error))
                .ifPresent(request -> ended.fire(new RetrainingEnded(dagRunId, request.cause(), now, error)));
    }
}

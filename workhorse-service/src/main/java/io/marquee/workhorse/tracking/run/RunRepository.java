package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Runs by the id that clients know. */
@ApplicationScoped
public class RunRepository implements PanacheRepository<Run> {

    /** The run, if there is one, deleted or not. */
    @Transactional
    public Optional<Run> lookUp(String runId) {
        return find("runId", runId).firstResultOptional();
    }

    /**
     * The run, deleted or not.
     *
     * @throws MlflowException when there is none
     */
    @Transactional
    public Run get(String runId) {
        return lookUp(runId).orElseThrow(() -> noSuchRun(runId));
    }

    /** The run, locked against every other change until the transaction ends. */
    Run getLocked(String runId) {
        return find("runId", runId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> noSuchRun(runId));
    }

    /** The same for a change that a deleted run must not see. */
    Run getActiveLocked(String runId) {
        Run run = getLocked(runId);
        requireActive(run);
        return run;
    }

    static void requireActive(Run run) {
        if (!run.isActive()) {
            throw MlflowException.invalid(
                    "The run " + run.runId + " must be in the 'active' state. Current state is " + run.lifecycle + ".");
        }
    }

    static MlflowException noSuchRun(String runId) {
        return MlflowException.missing("Run '" + Names.oneLine("run_id", runId) + "' not found");
    }
}

package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.RunKey;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Timeouts;

/** Runs in the database. */
@ApplicationScoped
class DagRunRepository implements PanacheRepository<DagRunEntity> {

    private final EntityManager entities;

    DagRunRepository(EntityManager entities) {
        this.entities = entities;
    }

    Optional<DagRunEntity> find(RunKey key) {
        return find("dagId = ?1 and runId = ?2", key.dagId(), key.runId()).firstResultOptional();
    }

    /** Locks the run's row until the transaction ends; waits for whoever has it. */
    Optional<DagRunEntity> lock(RunKey key) {
        return find("dagId = ?1 and runId = ?2", key.dagId(), key.runId())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Locks the run's row until the transaction ends; empty when another transaction has it, which will do the work. */
    Optional<DagRunEntity> lockUnlessTaken(RunKey key) {
        return find("dagId = ?1 and runId = ?2", key.dagId(), key.runId())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .firstResultOptional();
    }

    /** Runs that are under way, oldest first. */
    List<RunKey> running() {
        return entities.createQuery(
                        "select dagId, runId from DagRunEntity where state = 'running' order by id", Object[].class)
                .getResultStream()
                .map(row -> new RunKey((String) row[0], (String) row[1]))
                .toList();
    }

    /** DAGs with runs that wait for their turn and may start by now. */
    List<String> dagsWithWaitingRuns(Instant now) {
        return entities.createQuery(
                        "select distinct dagId from DagRunEntity where state = 'queued' and runAfter <= ?1",
                        String.class)
                .setParameter(1, now)
                .getResultList();
    }

    /** The DAG's runs that wait for their turn, in the order they are due. */
    List<DagRunEntity> waiting(String dagId, Instant now, int most) {
        return find("dagId = ?1 and state = 'queued' and runAfter <= ?2 order by runAfter, id", dagId, now)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .page(0, most)
                .list();
    }

    long countRunning(String dagId) {
        return count("dagId = ?1 and state = 'running'", dagId);
    }
}

package io.marquee.nervous.retraining;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The retrainings, past and present. */
@ApplicationScoped
class RetrainingRepository implements PanacheRepository<RetrainingRequest> {

    /** The one that has not ended; there is never more than one. */
    Optional<RetrainingRequest> open() {
        return find("state in ?1", RetrainingRequest.State.OPEN).firstResultOptional();
    }

    /** The one with that run, locked against other transactions. */
    Optional<RetrainingRequest> locked(String dagRunId) {
        return find("dagRunId", dagRunId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** When the last retraining ended, well or not. */
    Optional<Instant> lastFinishedAt() {
        return find("finishedAt is not null", Sort.descending("finishedAt"))
                .firstResultOptional()
                .map(RetrainingRequest::finishedAt);
    }

    /** When the last retraining that went well was asked for: it has learnt from all that was there then. */
    Optional<Instant> lastSuccessRequestedAt() {
        return find("state = ?1", Sort.descending("requestedAt"), RetrainingRequest.State.SUCCEEDED)
                .firstResultOptional()
                .map(RetrainingRequest::requestedAt);
    }

    List<RetrainingRequest> newest(int limit) {
        return findAll(Sort.descending("requestedAt")).page(0, limit).list();
    }
}

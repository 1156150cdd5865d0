package io.marquee.workhorse.task;

import io.marquee.contract.event.TaskNews;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * At start, tells the orchestrator which tries a dead process of this machine has left unfinished, so that they are sent again
 * at once. Tries of dead machines are noticed by their missing heartbeats.
 */
@ApplicationScoped
class OrphanReporter {

    private static final Logger LOG = Logger.getLogger(OrphanReporter.class);

    private final TryLedger ledger;
    private final TaskWorker worker;
    private final Clock clock;

    OrphanReporter(TryLedger ledger, TaskWorker worker, Clock clock) {
        this.ledger = ledger;
        this.worker = worker;
        this.clock = clock;
    }

    void report(@Observes StartupEvent event) {
        WorkerIdentity self = worker.identity();
        for (TryLedger.Unfinished left : ledger.unfinished(self.host())) {
            if (!left.worker().equals(self) && left.worker().isGone()) {
                LOG.infof(
                        "try %d of %s was left by %s",
                        left.task().tryNumber(), left.task().key(), left.worker());
                TaskNews news = new TaskNews(
                        left.task(), TaskWorker.SOURCE, left.worker().toString());
                ledger.end(left.task(), TryLedger.Outcome.LOST, news.lost(clock.instant(), "worker restarted"));
            }
        }
    }
}

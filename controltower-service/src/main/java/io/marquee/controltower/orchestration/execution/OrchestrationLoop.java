package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.WatchWindow;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Looks after the runs, at a regular pace and at once when one has changed: starts those whose turn has come, moves the others
 * on. Every instance of the service does so; row locks keep them from taking a step twice.
 */
@ApplicationScoped
public class OrchestrationLoop {

    private static final Logger LOG = Logger.getLogger(OrchestrationLoop.class);
    private static final Duration LONGEST_GAP_BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** The DAG files have been read, whether or not something has changed. */
    public record DagsRead() {}

    private final DagCatalog catalog;
    private final RunAdvancer advancer;
    private final ReportListening listening;
    private final ComponentPulse pulse;
    private final OrchestrationConfig config;
    private final Event<DagsRead> dagsRead;
    private final Clock clock;
    private final WatchWindow watch = new WatchWindow(LONGEST_GAP_BETWEEN_LOOKS);
    private final AtomicBoolean kicked = new AtomicBoolean();
    private boolean troubled;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("orchestration").daemon().factory());

    OrchestrationLoop(
            DagCatalog catalog,
            RunAdvancer advancer,
            @Identifier("pipeline-events") ReportListening listening,
            ComponentPulse pulse,
            OrchestrationConfig config,
            Event<DagsRead> dagsRead,
            Clock clock) {
        this.catalog = catalog;
        this.advancer = advancer;
        this.listening = listening;
        this.pulse = pulse;
        this.config = config;
        this.dagsRead = dagsRead;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        rescan();
        long tick = config.tick().toMillis();
        long rescan = config.rescan().toMillis();
        thread.scheduleWithFixedDelay(this::look, tick, tick, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(this::rescan, rescan, rescan, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the orchestration thread did not stop within 10 s; the next start goes on from the database");
        }
    }

    void onRunChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) RunEvents.RunEntered entered) {
        kick();
    }

    /** Asks for a look soon; cheap, from any thread. */
    public void kick() {
        if (kicked.compareAndSet(false, true)) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopping; the next start goes on from the database");
            }
        }
    }

    private void look() {
        kicked.set(false);
        try {
            pulse.beat(ComponentPulse.Component.SCHEDULER);
            Instant now = clock.instant();
            Instant watchingSince = latest(watch.look(now), listening.since(now));
            advancer.dagsWithWaitingRuns().forEach(this::startWaiting);
            advancer.running().forEach(run -> advance(run, watchingSince));
            troubled(false, "");
        } catch (RuntimeException e) {
            troubled(true, reason(e));
            LOG.debug("the reason", e);
        }
    }

    private void startWaiting(String dagId) {
        try {
            advancer.startWaiting(dagId);
        } catch (RuntimeException e) {
            LOG.errorf(e, "no run of %s could be started, trying again", dagId);
        }
    }

    private void advance(RunKey run, Instant watchingSince) {
        try {
            advancer.advance(run, watchingSince);
        } catch (RuntimeException e) {
            LOG.errorf(e, "run %s could not be moved on, trying again", run);
        }
    }

    private void rescan() {
        try {
            if (catalog.refresh()) {
                catalog.faults().forEach(fault -> LOG.errorf("DAG file %s: %s", fault.fileName(), fault.message()));
                LOG.infof("%d DAGs in %s", catalog.all().size(), config.dags());
            }
            dagsRead.fire(new DagsRead());
            pulse.beat(ComponentPulse.Component.DAG_PROCESSOR);
        } catch (RuntimeException e) {
            LOG.warnf("the DAG folder could not be taken in, trying again: %s", reason(e));
            LOG.debug("the reason", e);
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Says once that there is trouble, and once that it is over; a look happens several times a second. */
    private void troubled(boolean now, String reason) {
        if (now && !troubled) {
            LOG.warnf("runs cannot be looked after, trying again: %s", reason);
        } else if (!now && troubled) {
            LOG.info("runs are looked after again");
        }
        troubled = now;
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}

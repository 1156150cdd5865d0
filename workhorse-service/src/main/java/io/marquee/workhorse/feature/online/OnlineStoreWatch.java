package io.marquee.workhorse.feature.online;

import io.marquee.contract.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Notices that Redis was emptied or restarted, and brings everything online again. */
@ApplicationScoped
public class OnlineStoreWatch {

    private static final Logger LOG = Logger.getLogger(OnlineStoreWatch.class);

    /** Longer than a rebuild takes; after it, another instance takes over from one that died. */
    private static final Duration LEASE = Duration.ofMinutes(15);

    private final OnlineStore online;
    private final OnlineLife life;
    private final Materialization materialization;
    private final MaterializationMetrics metrics;
    private final OnlineStoreConfig config;
    private final Clock clock;

    OnlineStoreWatch(
            OnlineStore online,
            OnlineLife life,
            Materialization materialization,
            MaterializationMetrics metrics,
            OnlineStoreConfig config,
            Clock clock) {
        this.online = online;
        this.life = life;
        this.materialization = materialization;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "5s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookAround() {
        if (!config.rebuildWhenEmptied()) {
            return;
        }
        try {
            look();
        } catch (SQLException | IOException e) {
            LOG.warnf("the online store is not looked after at the moment: %s", e.getMessage());
        } catch (ProblemException | IllegalStateException | UncheckedIOException e) {
            LOG.warnf("the online store is not looked after at the moment: %s", e.getMessage());
        }
    }

    /** Rebuilds if Redis has lost rows, or may have; whether there was something to do. */
    boolean look() throws SQLException, IOException {
        materialization.last().stream()
                .filter(view -> view.watermark() != null)
                .forEach(view -> metrics.reached(view.view(), view.watermark()));
        Incarnation incarnation = online.incarnation(Duration.ZERO);
        Optional<Incarnation> noted = life.noted();
        if (noted.isEmpty()) {
            life.note(incarnation);
            return false;
        }
        if (noted.get().equals(incarnation) || !life.claim(clock.instant(), LEASE)) {
            return false;
        }
        try {
            LOG.warnf(
                    "Redis was %s: bringing everything online again",
                    incarnation.marker().isEmpty() ? "emptied" : "restarted and may have lost its last second");
            List<Materialized> views = materialization.bringBack(LOG::info);
            LOG.infof("online again: %s", views);
            return true;
        } finally {
            life.release();
        }
    }
}

package io.marquee.workhorse.feature.skew;

import io.marquee.contract.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** Compares from time to time without being asked, and forgets what is old. */
@ApplicationScoped
public class SkewWatch {

    private static final Logger LOG = Logger.getLogger(SkewWatch.class);

    private final SkewService service;

    SkewWatch(SkewService service) {
        this.service = service;
    }

    @Scheduled(
            identity = "feature-skew",
            every = "${marquee.skew.every:10m}",
            delayed = "${marquee.skew.every:10m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookAround() {
        try {
            service.forgetOld();
            SkewReport report = service.compare();
            if (report.skewed() > 0) {
                LOG.warnf(
                        "%d of %d served feature values differ from the offline ones, worst is %s:%s",
                        report.skewed(),
                        report.compared(),
                        report.features().getFirst().view(),
                        report.features().getFirst().feature());
            }
        } catch (ProblemException | IllegalStateException | UncheckedIOException e) {
            LOG.infof("served features are not compared yet: %s", e.getMessage());
        }
    }
}

package io.marquee.workhorse.tracking.artifact;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Looks how much clients have sent straight to the object store for files that are not complete yet. */
@ApplicationScoped
class UploadWatch {

    private static final Logger LOG = Logger.getLogger(UploadWatch.class);

    private final MultipartUploads uploads;
    private final ArtifactConfig config;

    UploadWatch(MultipartUploads uploads, ArtifactConfig config) {
        this.uploads = uploads;
        this.config = config;
    }

    @Scheduled(
            every = "${marquee.artifacts.watch-interval}",
            delayed = "1m",
            executeWith = Scheduled.SIMPLE,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeOversized() {
        try {
            // Twice the interval more than addresses work, so that nothing is sent after the last look.
            int removed = uploads.removeOversized(
                    config.maxUploadTime().plus(config.watchInterval().multipliedBy(2)));
            if (removed > 0) {
                LOG.warnf("gave up %d uploads that were larger than marquee.artifacts.max-multipart-size", removed);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("the size of uploads is not known until the next look: %s", e.getMessage());
        }
    }
}

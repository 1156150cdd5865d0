package io.marquee.workhorse.tracking.artifact;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Removes the parts of uploads that nobody completed. */
@ApplicationScoped
class UploadExpiry {

    private static final Logger LOG = Logger.getLogger(UploadExpiry.class);

    private final MultipartUploads uploads;

    UploadExpiry(MultipartUploads uploads) {
        this.uploads = uploads;
    }

    @Scheduled(
            every = "${marquee.artifacts.expiry-interval}",
            delayed = "1m",
            executeWith = Scheduled.SIMPLE,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeExpired() {
        try {
            int removed = uploads.removeExpired();
            if (removed > 0) {
                LOG.infof("gave up %d uploads that nobody completed", removed);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("uploads that nobody completed stay until the next look: %s", e.getMessage());
        }
    }
}

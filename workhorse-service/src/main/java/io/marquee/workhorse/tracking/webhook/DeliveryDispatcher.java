package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.webhook.DeliverySender.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due, a few at a time, each at least once and in no particular order. An instance that dies while it sends is
 * followed by another, or by itself, when its lock has run out.
 */
@ApplicationScoped
class DeliveryDispatcher {

    private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);
    private static final Duration LOCK = Duration.ofMinutes(2);
    private static final int MAX_ERROR = 500;

    private final DeliveryTable deliveries;
    private final DeliverySender sender;
    private final RetryPolicy retries;
    private final WebhookConfig config;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Semaphore places;
    private volatile boolean stopping;

    DeliveryDispatcher(
            DeliveryTable deliveries, DeliverySender sender, WebhookConfig config, MeterRegistry meters, Clock clock) {
        this.deliveries = deliveries;
        this.sender = sender;
        this.retries =
                new RetryPolicy(config.attempts(), config.firstWait(), config.longestWait(), config.jitterSeed());
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        this.places = new Semaphore(config.parallel());
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Scheduled(
            every = "${marquee.webhook.interval}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookAround() {
        int free = places.drainPermits();
        int taken = 0;
        try {
            if (free > 0 && !stopping) {
                long now = clock.millis();
                for (DeliveryTable.Due due : deliveries.take(free, now, now + LOCK.toMillis())) {
                    taken++;
                    Thread.ofVirtual().name("webhook-" + due.no()).start(() -> sendAndRelease(due));
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("webhooks wait, what is due cannot be read: %s", e.getMessage());
        } finally {
            places.release(free - taken);
        }
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOld() {
        int removed =
                deliveries.removeEndedBefore(clock.millis() - config.retention().toMillis());
        LOG.debugf("%d deliveries left the log", removed);
    }

    private void sendAndRelease(DeliveryTable.Due due) {
        try {
            note(due, sender.send(due.target(), due.deliveryId(), due.body()));
        } catch (RuntimeException e) {
            // The lock runs out, and another attempt follows.
            LOG.warnf(e, "delivery %s of webhook %s could not be noted", due.deliveryId(), due.webhookId());
        } finally {
            places.release();
        }
    }

    private void note(DeliveryTable.Due due, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answer
            when answer.isSuccess() -> {
                deliveries.end(due, true, answer.status(), null, clock.millis());
                count("delivered");
            }
            case Outcome.Answered answer ->
                failed(due, answer.status(), answer.retryAfter(), "the receiver answered " + answer.status());
            case Outcome.Unreachable unreachable -> failed(due, null, null, unreachable.reason());
            case Outcome.Refused refused -> {
                deliveries.end(due, false, null, shortened(refused.reason()), clock.millis());
                count("refused");
                LOG.warnf("webhook %s: %s", due.webhookId(), refused.reason());
            }
        }
    }

    private void failed(DeliveryTable.Due due, @Nullable Integer status, @Nullable Duration retryAfter, String reason) {
        Optional<Duration> wait = retries.next(due.no(), due.attempt(), status, retryAfter);
        if (wait.isPresent()) {
            deliveries.postpone(
                    due, status, shortened(reason), clock.millis() + wait.get().toMillis());
            count("retried");
        } else {
            deliveries.end(due, false, status, shortened(reason), clock.millis());
            count("failed");
            LOG.warnf(
                    "webhook %s was not told of %s after %d attempts: %s",
                    due.webhookId(), due.deliveryId(), due.attempt(), reason);
        }
    }

    private void count(String result) {
        meters.counter("marquee.webhook.deliveries", "result", result).increment();
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), MAX_ERROR));
    }
}

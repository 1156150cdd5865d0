package io.marquee.platform.event;

import io.marquee.contract.event.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Puts events on Kafka through the channel {@code events}. An event counts as published only when the broker has
 * acknowledged it on all in-sync replicas.
 */
@ApplicationScoped
public class EventPublisher {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Emitter<byte[]> emitter;
    private final MeterRegistry meters;

    EventPublisher(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> emitter,
            MeterRegistry meters) {
        this.emitter = emitter;
        this.meters = meters;
    }

    /** Publishes without waiting; the stage completes when the broker has it, or fails. */
    public CompletionStage<Void> publish(Event event) {
        return publish(OutgoingEvent.of(event));
    }

    /** Publishes without waiting; the stage completes when the broker has it, or fails. */
    public CompletionStage<Void> publish(OutgoingEvent event) {
        RecordHeaders headers = new RecordHeaders();
        event.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        Message<byte[]> message = Message.of(
                        event.payload(),
                        () -> {
                            acknowledged.complete(null);
                            return CompletableFuture.completedFuture(null);
                        },
                        failure -> {
                            acknowledged.completeExceptionally(failure);
                            return CompletableFuture.completedFuture(null);
                        })
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(event.topic())
                        .withKey(event.key())
                        .withHeaders(headers)
                        .build());
        emitter.send(message);
        return acknowledged.whenComplete((done, failure) -> meters.counter(
                        "marquee_events_published_total",
                        "topic",
                        event.topic(),
                        "outcome",
                        failure == null ? "acknowledged" : "failed")
                .increment());
    }

    /**
     * Publishes and waits for the broker's acknowledgement.
     *
     * @throws CompletionException when the broker does not acknowledge it in time; it may have arrived all the same
     */
    public void publishAndWait(Event event) {
        CompletableFuture<Void> acknowledged = publish(event).toCompletableFuture();
        try {
            acknowledged.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted before the broker acknowledged " + event.eventId(), e);
        } catch (TimeoutException e) {
            throw new CompletionException("no acknowledgement of " + event.eventId() + " within " + PATIENCE, e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException("the broker refused " + event.eventId(), e.getCause());
        }
    }
}

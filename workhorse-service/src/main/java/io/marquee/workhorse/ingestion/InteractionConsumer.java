package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.UserInteraction;
import io.marquee.platform.event.EventReader;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes interactions from Kafka. A batch is acknowledged when it is stored; while the database is away the batch is tried
 * again, so nothing is passed over. Records that cannot be decoded go to the dead-letter topic.
 *
 * <p>Blocking means one batch after the other. On virtual threads batches would run side by side, and the offset of a later
 * one could be committed while an earlier one is not stored yet.
 */
@ApplicationScoped
public class InteractionConsumer {

    private static final Logger LOG = Logger.getLogger(InteractionConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EventReader reader;
    private final InteractionService interactions;
    private volatile boolean stopping;

    InteractionConsumer(EventReader reader, InteractionService interactions) {
        this.reader = reader;
        this.interactions = interactions;
    }

    @Incoming("interactions")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        List<UserInteraction> events = reader.read(batch, UserInteraction.class);
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                interactions.store(events);
                return;
            } catch (RuntimeException e) {
                if (stopping) {
                    throw e;
                }
                LOG.warnf(
                        "%d interactions could not be stored, next try in %s: %s",
                        events.size(), pause, e.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}

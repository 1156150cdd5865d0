package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import io.marquee.platform.event.EventReader;
import io.marquee.workhorse.feature.stream.StreamBacklog;
import io.marquee.workhorse.platform.BackOff;
import io.marquee.workhorse.platform.KafkaClients;
import io.marquee.workhorse.platform.PollLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Takes interactions from Kafka. A batch's position is committed when it is stored and told of; while the database or the
 * broker is away the batch is tried again, so nothing is passed over. Records that cannot be decoded go to the dead-letter
 * topic.
 */
@ApplicationScoped
public class InteractionConsumer {

    private static final Logger LOG = Logger.getLogger(InteractionConsumer.class);

    private final EventReader reader;
    private final InteractionService interactions;
    private final List<PollLoop<String>> loops = new ArrayList<>();
    private final KafkaClients clients;
    private final StreamBacklog backlog;
    private final IngestionConfig config;
    private volatile boolean stopping;

    InteractionConsumer(
            EventReader reader,
            InteractionService interactions,
            KafkaClients clients,
            StreamBacklog backlog,
            IngestionConfig config) {
        this.reader = reader;
        this.interactions = interactions;
        this.clients = clients;
        this.config = config;
        this.backlog = backlog;
    }

    void start(@Observes StartupEvent event) {
        for (int i = 0; i < config.interactionConsumers(); i++) {
            PollLoop<String> loop = new PollLoop<>(
                    "interactions-" + i,
                    Topic.USER_INTERACTIONS.topicName(),
                    () -> clients.consumer(
                            config.interactionGroup(), config.interactionBatch(), new StringDeserializer()),
                    config.interactionBatch(),
                    this::store);
            loops.add(loop);
            backlog.include(loop::lag);
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        loops.forEach(PollLoop::close);
    }

    /** Tried again here and not by the loop, so that what cannot be decoded is put aside once. */
    private void store(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        List<UserInteraction> events = reader.read(batch, UserInteraction.class);
        BackOff backOff = new BackOff();
        while (true) {
            try {
                interactions.store(events);
                return;
            } catch (RuntimeException e) {
                if (stopping) {
                    throw e;
                }
                Duration pause = backOff.next();
                LOG.warnf(
                        "%d interactions could not be stored, next try in %s: %s",
                        events.size(), pause, e.getMessage());
                Thread.sleep(pause);
            }
        }
    }
}

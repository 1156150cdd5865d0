package io.marquee.nervous.intake;

import io.marquee.contract.event.UserInteraction;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores what users did, ratings above all. Failure strategy as {@link PredictionConsumer}. */
@ApplicationScoped
class InteractionConsumer {

    private final BatchIntake intake;
    private final EventStore store;

    InteractionConsumer(BatchIntake intake, EventStore store) {
        this.intake = intake;
        this.store = store;
    }

    @Incoming("interactions")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        intake.take(batch, UserInteraction.class, store::storeInteractions);
    }
}

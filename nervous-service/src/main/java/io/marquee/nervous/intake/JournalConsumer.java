package io.marquee.nervous.intake;

import io.marquee.contract.event.Event;
import io.marquee.contract.event.RegistryEvent;
import io.marquee.nervous.baseline.ChampionService;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Notes the events of all other topics; a registry event also sends for the model's champion. Failure strategy as {@link
 * PredictionConsumer}.
 */
@ApplicationScoped
class JournalConsumer {

    private final BatchIntake intake;
    private final EventStore store;
    private final ChampionService champions;

    JournalConsumer(BatchIntake intake, EventStore store, ChampionService champions) {
        this.intake = intake;
        this.store = store;
        this.champions = champions;
    }

    @Incoming("journal")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        intake.take(batch, Event.class, this::store);
    }

    private void store(List<Event> events) {
        store.journal(events);
        for (Event event : events) {
            if (event instanceof RegistryEvent change) {
                champions.changed(change.modelName());
            }
        }
    }
}

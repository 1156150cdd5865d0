package io.marquee.controltower.registry;

import io.marquee.contract.event.RegistryEvent;
import io.marquee.platform.event.EventReader;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hears that a champion changed. The event only says that it is time to look: what is served is always what the registry
 * itself answers, so lost, doubled and late events do no harm.
 */
@ApplicationScoped
class RegistryConsumer {

    private final EventReader reader;
    private final Champions champions;

    RegistryConsumer(EventReader reader, Champions champions) {
        this.reader = reader;
        this.champions = champions;
    }

    @Incoming("registry-events")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        for (RegistryEvent event : reader.read(batch, RegistryEvent.class)) {
            if (event.alias() != null && champions.isAbout(event.modelName(), event.alias())) {
                champions.lookNow();
            }
        }
    }
}

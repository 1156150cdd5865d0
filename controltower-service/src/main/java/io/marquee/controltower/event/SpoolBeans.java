package io.marquee.controltower.event;

import io.marquee.platform.event.EventPublisher;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;

/** Makes the spool and its relay from the configuration and the broker. */
@Singleton
class SpoolBeans {

    @Produces
    @Singleton
    EventSpool spool(SpoolConfig config) throws IOException {
        return EventSpool.open(config.folder(), config.limits());
    }

    void close(@Disposes EventSpool spool) throws IOException {
        spool.close();
    }

    @Produces
    @Singleton
    EventRelay relay(EventSpool spool, EventPublisher publisher, SpoolConfig config, Clock clock) {
        return new EventRelay(
                spool,
                publisher::publish,
                config.batchEvents(),
                Math.toIntExact(config.batchSize().asLongValue()),
                clock);
    }
}

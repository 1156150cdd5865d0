package io.marquee.workhorse.feature.stream;

import io.agroal.api.AgroalDataSource;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.online.OnlineStore;
import io.marquee.workhorse.platform.KafkaClients;
import io.marquee.workhorse.platform.PollLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** This instance's consumers of feature updates, for as long as it runs. */
@ApplicationScoped
public class StreamConsumers {

    private final ActiveDefinitions definitions;
    private final AgroalDataSource dataSource;
    private final OnlineStore online;
    private final KafkaClients clients;
    private final FeatureUpdates updates;
    private final StreamMetrics metrics;
    private final StreamBacklog backlog;
    private final StreamConfig config;
    private final Clock clock;
    private final List<PollLoop<byte[]>> loops = new ArrayList<>();

    StreamConsumers(
            ActiveDefinitions definitions,
            AgroalDataSource dataSource,
            OnlineStore online,
            KafkaClients clients,
            FeatureUpdates updates,
            StreamMetrics metrics,
            StreamBacklog backlog,
            StreamConfig config,
            Clock clock) {
        this.definitions = definitions;
        this.dataSource = dataSource;
        this.online = online;
        this.clients = clients;
        this.updates = updates;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.backlog = backlog;
    }

    void start(@Observes StartupEvent event) {
        for (int i = 0; i < config.consumers(); i++) {
            StreamUpdater updater = new StreamUpdater(
                    definitions,
                    new StoredEvents(dataSource),
                    online::write,
                    config.cache().asLongValue() / config.consumers(),
                    clock);
            FeatureUpdateConsumer consumer = new FeatureUpdateConsumer(updater, updates, metrics);
            PollLoop<byte[]> loop =
                    new PollLoop<>("feature-updates-" + i, config.topic(), this::consumer, records(), consumer);
            loops.add(loop);
            backlog.include(() -> loop.lag() * consumer.updatesPerRecord());
            loop.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loops.forEach(PollLoop::close);
    }

    /** On the loop's thread: the service starts and serves while the broker is away. */
    private Consumer<byte[], byte[]> consumer() {
        updates.ensureTopic();
        return clients.consumer(config.group(), records(), new ByteArrayDeserializer());
    }

    /** How many records hold about the updates of a batch, if they are full. */
    private int records() {
        return Math.max(1, config.batch() / UpdatePack.MOST);
    }
}

package io.marquee.nervous.intake;

import io.marquee.contract.event.ModelPrediction;
import io.marquee.nervous.baseline.ChampionService;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Stores what models have answered. Failure strategy: a batch is tried until it is stored; undecodable and unstorable
 * records go to the dead-letter topic. Batches are taken one after the other, so that an offset is committed only when all
 * before it are stored.
 */
@ApplicationScoped
class PredictionConsumer {

    private final BatchIntake intake;
    private final EventStore store;
    private final ChampionService champions;

    PredictionConsumer(BatchIntake intake, EventStore store, ChampionService champions) {
        this.intake = intake;
        this.store = store;
        this.champions = champions;
    }

    @Incoming("predictions")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) {
        intake.take(batch, ModelPrediction.class, this::store);
    }

    private void store(List<ModelPrediction> events) {
        store.storePredictions(events);
        champions.watch(events.stream().map(ModelPrediction::modelId).collect(Collectors.toSet()));
    }
}

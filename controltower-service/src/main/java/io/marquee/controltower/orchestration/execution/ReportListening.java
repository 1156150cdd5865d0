package io.marquee.controltower.orchestration.execution;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Since when workers' reports reach this instance. After a start or a rebalance it takes Kafka some seconds to hand the
 * partitions out; a heartbeat that waits there meanwhile is no sign of a dead worker.
 */
@ApplicationScoped
@Identifier("pipeline-events")
public class ReportListening implements KafkaConsumerRebalanceListener {

    private final Clock clock;
    private volatile @Nullable Instant since;

    ReportListening(Clock clock) {
        this.clock = clock;
    }

    /** The time since when; {@code now} while nothing can be heard. */
    Instant since(Instant now) {
        Instant start = since;
        return start == null ? now : start;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // Also without a partition for this instance: then the others hear everything.
        since = clock.instant();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        since = null;
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        since = null;
    }
}

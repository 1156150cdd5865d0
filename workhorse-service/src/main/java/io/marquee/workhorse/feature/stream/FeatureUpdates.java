package io.marquee.workhorse.feature.stream;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.KafkaClients;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Puts updates on their topic, and makes the topic where it does not exist. For several threads. */
@ApplicationScoped
class FeatureUpdates {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final StreamConfig config;
    private @Nullable Producer<byte[], byte[]> producer;

    FeatureUpdates(KafkaClients clients, StreamConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /**
     * Sends updates, those of each partition together, and waits until the broker has all of them.
     *
     * @throws ProblemException when it has not; some of them may have arrived
     */
    void send(List<? extends FeatureUpdate> updates) {
        if (updates.isEmpty()) {
            return;
        }
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try {
            Producer<byte[], byte[]> open = producer();
            Callback noteFailure = (done, refused) -> {
                if (refused != null) {
                    failure.compareAndSet(null, refused);
                }
            };
            @Nullable
            UpdatePack[] packs =
                    new UpdatePack[open.partitionsFor(config.topic()).size()];
            for (FeatureUpdate update : updates) {
                int partition = partition(update.entity(), packs.length);
                UpdatePack pack = packs[partition];
                if (pack == null) {
                    pack = new UpdatePack();
                    packs[partition] = pack;
                }
                pack.add(update);
                if (pack.isFull()) {
                    open.send(record(partition, pack), noteFailure);
                }
            }
            for (int partition = 0; partition < packs.length; partition++) {
                UpdatePack pack = packs[partition];
                if (pack != null && !pack.isEmpty()) {
                    open.send(record(partition, pack), noteFailure);
                }
            }
            open.flush();
        } catch (KafkaException e) {
            throw unavailable(e);
        }
        Exception refused = failure.get();
        if (refused != null) {
            throw unavailable(refused);
        }
    }

    /**
     * Makes the topic unless it is there.
     *
     * @throws ProblemException when the broker does not answer
     */
    void ensureTopic() {
        try (Admin admin = clients.admin()) {
            short copies = config.replication();
            NewTopic topic = new NewTopic(
                    config.topic(),
                    Optional.of(config.partitions()),
                    copies < 0 ? Optional.empty() : Optional.of(copies));
            admin.createTopics(Set.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable(e.getCause());
            }
        } catch (TimeoutException | KafkaException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(PATIENCE);
        }
    }

    /** Always the same one for an entity, and the one that Kafka would choose by its key. */
    private static int partition(StreamEntity entity, int partitions) {
        return Utils.toPositive(Utils.murmur2(FeatureUpdateCodec.key(entity))) % partitions;
    }

    private ProducerRecord<byte[], byte[]> record(int partition, UpdatePack pack) {
        return new ProducerRecord<>(config.topic(), partition, null, pack.take());
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = clients.producer();
        }
        return producer;
    }

    private static ProblemException unavailable(Throwable cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Kafka does not take feature updates: " + cause.getMessage(), cause);
    }
}

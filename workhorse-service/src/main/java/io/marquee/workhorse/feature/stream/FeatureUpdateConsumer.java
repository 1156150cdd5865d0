package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.stream.StreamUpdater.Arrived;
import io.marquee.workhorse.platform.PollLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Hands updates from Kafka to a {@link StreamUpdater}. */
final class FeatureUpdateConsumer implements PollLoop.Handler<byte[]> {

    private static final Logger LOG = Logger.getLogger(FeatureUpdateConsumer.class);

    private final StreamUpdater updater;
    private final FeatureUpdates updates;
    private final StreamMetrics metrics;
    private volatile int perRecord = 1;

    FeatureUpdateConsumer(StreamUpdater updater, FeatureUpdates updates, StreamMetrics metrics) {
        this.updater = updater;
        this.updates = updates;
        this.metrics = metrics;
    }

    /** How many updates the records of late have held each. */
    int updatesPerRecord() {
        return perRecord;
    }

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<Arrived> arrived = read(batch);
        perRecord = (arrived.size() + batch.count() - 1) / batch.count();
        updater.handle(arrived);
        metrics.online(arrived);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        updater.forget(partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
    }

    @Override
    public void failed() {
        updater.forgetAll();
    }

    /**
     * The new owner of the partitions may have written the same rows before, knowing more. It is asked to write them again, so
     * that what it knows is what stays.
     */
    @Override
    public void overtaken(ConsumerRecords<byte[], byte[]> batch) {
        updater.forgetAll();
        updates.send(read(batch).stream()
                .map(one -> one.update().entity())
                .distinct()
                .map(FeatureUpdate.Due::new)
                .toList());
    }

    /** What is no update says nothing about any entity; only this service writes to the topic. */
    private List<Arrived> read(ConsumerRecords<byte[], byte[]> batch) {
        List<Arrived> arrived = new ArrayList<>(batch.count() * 16);
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (record.value() == null) {
                refuse(record, "it has no value");
                continue;
            }
            try {
                for (FeatureUpdate update : FeatureUpdateCodec.read(record.value())) {
                    arrived.add(new Arrived(record.partition(), update));
                }
            } catch (IllegalArgumentException e) {
                refuse(record, String.valueOf(e.getMessage()));
            }
        }
        return arrived;
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
        metrics.unreadable();
        LOG.errorf(
                "%s[%d]@%d holds no feature updates: %s", record.topic(), record.partition(), record.offset(), reason);
    }
}

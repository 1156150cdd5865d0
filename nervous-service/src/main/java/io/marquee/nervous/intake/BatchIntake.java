package io.marquee.nervous.intake;

import io.marquee.contract.event.Event;
import io.marquee.nervous.platform.DatabaseException;
import io.marquee.nervous.platform.PatientRetry;
import io.marquee.platform.event.EventReader;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Gets a batch stored, whatever it takes. While the database is away the batch is tried again and nothing is acknowledged. A
 * record that can never be stored, or that is no event, goes to its dead-letter topic and the rest of the batch is stored.
 */
@ApplicationScoped
class BatchIntake {

    private final EventReader reader;
    private final PatientRetry retry;
    private final IntakeMetrics metrics;

    BatchIntake(EventReader reader, IntakeConfig config, IntakeMetrics metrics) {
        this.reader = reader;
        this.retry = new PatientRetry(config.firstPause(), config.longestPause());
        this.metrics = metrics;
    }

    void stop(@Observes ShutdownEvent event) {
        retry.stop();
    }

    /** Returns when every record of the batch is stored or dead-lettered. */
    <E extends Event> void take(ConsumerRecords<String, byte[]> batch, Class<E> type, Consumer<List<E>> store) {
        retry.untilDone("store " + type.getSimpleName() + " events", () -> {
            List<E> events = reader.read(batch, type);
            try {
                store.accept(events);
            } catch (DatabaseException e) {
                if (!e.isDataFault()) {
                    throw e;
                }
                storeOneByOne(batch, type, store);
            }
            metrics.taken(events);
        });
    }

    private <E extends Event> void storeOneByOne(
            ConsumerRecords<String, byte[]> batch, Class<E> type, Consumer<List<E>> store) {
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                store.accept(reader.read(alone(record), type));
            } catch (DatabaseException e) {
                if (!e.isDataFault()) {
                    throw e;
                }
                reader.deadLetter(record, "it cannot be stored: " + e.getMessage())
                        .join();
            }
        }
    }

    private static ConsumerRecords<String, byte[]> alone(ConsumerRecord<String, byte[]> record) {
        return new ConsumerRecords<>(
                Map.of(new TopicPartition(record.topic(), record.partition()), List.of(record)), Map.of());
    }
}

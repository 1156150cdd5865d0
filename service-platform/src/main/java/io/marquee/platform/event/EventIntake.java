package io.marquee.platform.event;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.Event;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Stores the events of a batch one by one, so that the batch may be acknowledged. While the database is away an event is tried
 * again and again, and the rest waits on the broker. An event that cannot be stored for another reason is put on the
 * dead-letter topic after a few tries, so that it does not stop the others.
 */
@ApplicationScoped
public class EventIntake {

    private static final Logger LOG = Logger.getLogger(EventIntake.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 3;

    /** Stores one event; does nothing when that event was stored before. */
    @FunctionalInterface
    public interface Store<E extends Event> {
        void accept(E event) throws InterruptedException;
    }

    private final EventReader reader;
    private final AgroalDataSource dataSource;
    private volatile boolean stopping;

    EventIntake(EventReader reader, AgroalDataSource dataSource) {
        this.reader = reader;
        this.dataSource = dataSource;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Returns when every event of the batch is stored or put aside.
     *
     * @throws RuntimeException what the store threw, when the service stops meanwhile; the batch is delivered again
     */
    public <E extends Event> void takeIn(ConsumerRecords<String, byte[]> batch, Class<E> type, Store<E> store)
            throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : batch) {
            for (E event : reader.read(batchOf(record), type)) {
                takeIn(record, event, store);
            }
        }
    }

    private <E extends Event> void takeIn(ConsumerRecord<String, byte[]> record, E event, Store<E> store)
            throws InterruptedException {
        int faults = 0;
        while (true) {
            try {
                store.accept(event);
                return;
            } catch (RuntimeException e) {
                if (stopping) {
                    throw e;
                }
                boolean databaseUp = isDatabaseUp();
                LOG.warnf(e, "%s %s is not stored, database up: %s", event.eventType(), event.eventId(), databaseUp);
                faults = databaseUp ? faults + 1 : faults;
                if (faults >= ATTEMPTS) {
                    reader.deadLetter(record, "cannot be stored: " + e.getMessage())
                            .join();
                    return;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean isDatabaseUp() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            LOG.debug("the database does not answer", e);
            return false;
        }
    }

    private static ConsumerRecords<String, byte[]> batchOf(ConsumerRecord<String, byte[]> record) {
        return new ConsumerRecords<>(
                Map.of(new TopicPartition(record.topic(), record.partition()), List.of(record)), Map.of());
    }
}

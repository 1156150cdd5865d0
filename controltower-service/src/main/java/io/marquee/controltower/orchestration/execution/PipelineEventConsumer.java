package io.marquee.controltower.orchestration.execution;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.PipelineEvent;
import io.marquee.platform.event.EventReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads what workers report. A batch is acknowledged when all of it is stored: while the database is away it is tried again
 * and again, and heartbeats wait on the broker. A report that cannot be taken in for another reason is put aside on the
 * dead-letter topic, so that it does not stop the others.
 */
@ApplicationScoped
class PipelineEventConsumer {

    private static final Logger LOG = Logger.getLogger(PipelineEventConsumer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 3;

    private final EventReader reader;
    private final ReportIntake intake;
    private final AgroalDataSource dataSource;

    PipelineEventConsumer(EventReader reader, ReportIntake intake, AgroalDataSource dataSource) {
        this.reader = reader;
        this.intake = intake;
        this.dataSource = dataSource;
    }

    @Incoming("pipeline-events")
    @RunOnVirtualThread
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : batch) {
            for (PipelineEvent event : reader.read(batchOf(record), PipelineEvent.class)) {
                store(record, event);
            }
        }
    }

    private void store(ConsumerRecord<String, byte[]> record, PipelineEvent event) throws InterruptedException {
        int failures = 0;
        while (true) {
            try {
                intake.accept(event);
                return;
            } catch (RuntimeException e) {
                boolean ours = isDatabaseUp();
                LOG.warnf(e, "event %s could not be taken in, database up: %s", event.eventId(), ours);
                failures = ours ? failures + 1 : failures;
                if (failures >= ATTEMPTS) {
                    reader.deadLetter(record, "cannot be taken in: " + e.getMessage())
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

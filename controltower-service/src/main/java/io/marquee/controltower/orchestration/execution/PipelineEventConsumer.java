package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.event.PipelineEvent;
import io.marquee.platform.event.EventIntake;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads what workers report. A batch is acknowledged when all of it is stored.
 *
 * <p>Blocking means one batch after the other. On virtual threads batches would run side by side, and the offset of a later
 * one could be committed while an earlier one is not stored yet.
 */
@ApplicationScoped
class PipelineEventConsumer {

    private final EventIntake intake;
    private final ReportIntake reports;

    PipelineEventConsumer(EventIntake intake, ReportIntake reports) {
        this.intake = intake;
        this.reports = reports;
    }

    @Incoming("pipeline-events")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        intake.takeIn(batch, PipelineEvent.class, reports::accept);
    }
}

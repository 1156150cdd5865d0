package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.event.PipelineEvent;
import io.marquee.platform.event.EventIntake;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads what workers report. A batch is acknowledged when all of it is stored. */
@ApplicationScoped
class PipelineEventConsumer {

    private final EventIntake intake;
    private final ReportIntake reports;

    PipelineEventConsumer(EventIntake intake, ReportIntake reports) {
        this.intake = intake;
        this.reports = reports;
    }

    @Incoming("pipeline-events")
    @RunOnVirtualThread
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        intake.takeIn(batch, PipelineEvent.class, reports::accept);
    }
}

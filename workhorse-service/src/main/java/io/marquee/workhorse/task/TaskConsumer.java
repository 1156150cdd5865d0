package io.marquee.workhorse.task;

import io.marquee.contract.event.PipelineTask;
import io.marquee.platform.event.EventIntake;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes tasks from Kafka. While all places are taken it waits, and further tasks stay on the broker. A batch is acknowledged
 * when all its tries are in the ledger.
 *
 * <p>Blocking means one batch after the other. On virtual threads batches would run side by side, and the offset of a later
 * one could be committed while an earlier one is not stored yet.
 */
@ApplicationScoped
class TaskConsumer {

    private final EventIntake intake;
    private final TaskWorker worker;

    TaskConsumer(EventIntake intake, TaskWorker worker) {
        this.intake = intake;
        this.worker = worker;
    }

    @Incoming("pipeline-tasks")
    @Blocking
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        intake.takeIn(batch, PipelineTask.class, worker::take);
    }
}

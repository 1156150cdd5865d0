package io.marquee.workhorse.task;

import io.marquee.contract.event.PipelineTask;
import io.marquee.platform.event.EventIntake;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes tasks from Kafka. While all places are taken it waits, and further tasks stay on the broker. A batch is acknowledged
 * when all its tries are in the ledger.
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
    @RunOnVirtualThread
    void on(ConsumerRecords<String, byte[]> batch) throws InterruptedException {
        intake.takeIn(batch, PipelineTask.class, worker::take);
    }
}

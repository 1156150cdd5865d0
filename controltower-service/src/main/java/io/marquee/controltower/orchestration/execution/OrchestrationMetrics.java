package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Counts runs and times tasks.
 *
 * <ul>
 *   <li>{@code airflow_dag_runs_total{dag_id,state}}: runs that entered the state. Alert when {@code state="failed"} rises.
 *   <li>{@code airflow_task_duration_seconds{dag_id,task_id}}: time from start to end of a task's last try. Alert when it
 *       nears the schedule's interval.
 * </ul>
 */
@ApplicationScoped
class OrchestrationMetrics {

    private final MeterRegistry meters;

    OrchestrationMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) RunEvents.RunEntered entered) {
        Counter.builder("airflow.dag.runs")
                .description("Runs that entered a state")
                .tag("dag_id", entered.run().dagId())
                .tag("state", entered.state().wireName())
                .register(meters)
                .increment();
    }

    void time(@Observes(during = TransactionPhase.AFTER_SUCCESS) RunEvents.TaskEnded ended) {
        if (ended.state() == TaskState.SUCCESS || ended.state() == TaskState.FAILED) {
            Timer.builder("airflow.task.duration")
                    .description("From start to end of a task's last try")
                    .tag("dag_id", ended.run().dagId())
                    .tag("task_id", ended.taskId())
                    .register(meters)
                    .record(ended.duration());
        }
    }
}

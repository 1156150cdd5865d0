package io.marquee.workhorse.task;

import io.marquee.contract.event.PipelineTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.Map;

/** Calls an operator as a request of its own, so that operators may use whatever the service's endpoints use. */
@ApplicationScoped
class OperatorCall {

    private final OperatorCatalog operators;

    OperatorCall(OperatorCatalog operators) {
        this.operators = operators;
    }

    @ActivateRequestContext
    Map<String, Object> run(RunningTry running) throws Exception {
        PipelineTask task = running.task();
        return operators
                .find(task.operator())
                .run(new TaskContext(
                        task.dagId(),
                        task.dagRunId(),
                        task.taskId(),
                        task.tryNumber(),
                        task.params(),
                        task.conf(),
                        line -> running.say("info", line)));
    }
}

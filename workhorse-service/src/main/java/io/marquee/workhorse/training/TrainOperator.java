package io.marquee.workhorse.training;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The pipeline task {@code train}: parameter {@code recipe} names the recipe file. */
@ApplicationScoped
class TrainOperator implements TaskOperator {

    private final TrainingService training;

    TrainOperator(TrainingService training) {
        this.training = training;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        TrainingRequest request = new TrainingRequest(
                context.required("recipe"), context.dagRunId() + "/" + context.taskId(), context.dagId());
        return training.train(request, context.progress()).toMap();
    }
}

package io.marquee.workhorse.training;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * The pipeline task {@code promote}: parameter {@code model} names the registered model. The version is what the training
 * task of the same run has registered, or the parameter {@code model_version}.
 */
@ApplicationScoped
class PromoteOperator implements TaskOperator {

    private final PromotionService promotion;

    PromoteOperator(PromotionService promotion) {
        this.promotion = promotion;
    }

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        String model = context.required("model");
        return promotion
                .promote(model, version(context, model), context.progress())
                .toMap();
    }

    private static int version(TaskContext context, String model) {
        // What this run trained comes first: the run's conf may name the version whose drift set it off.
        String version = upstreamVersion(context, model)
                .or(() -> context.optional("model_version"))
                .orElseThrow(() -> ProblemException.invalid(
                        "model",
                        model,
                        "must be trained by an upstream task of " + context.taskId()
                                + ", or 'model_version' must be given"));
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("model_version", version, "must be a whole number");
        }
    }

    /** {@code conf.upstream} maps the ids of finished upstream tasks to their outputs. */
    private static Optional<String> upstreamVersion(TaskContext context, String model) {
        if (context.conf().get("upstream") instanceof Map<?, ?> upstream) {
            for (Object output : upstream.values()) {
                if (output instanceof Map<?, ?> training
                        && model.equals(training.get("model_name"))
                        && training.get("model_version") != null) {
                    return Optional.of(training.get("model_version").toString());
                }
            }
        }
        return Optional.empty();
    }
}

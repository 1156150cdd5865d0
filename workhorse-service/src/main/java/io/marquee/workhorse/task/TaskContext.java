package io.marquee.workhorse.task;

import io.marquee.contract.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an operator is given.
 *
 * @param params from the DAG file
 * @param conf from whoever triggered the run; an entry here overrides the same entry of {@code params}
 * @param progress takes one line about how far the work is
 */
public record TaskContext(
        String dagId,
        String dagRunId,
        String taskId,
        int tryNumber,
        Map<String, Object> params,
        Map<String, Object> conf,
        Consumer<String> progress) {

    /** A parameter that must be there. */
    public String required(String name) {
        return optional(name).orElseThrow(() -> ProblemException.invalid(name, null, "is required by task " + taskId));
    }

    /** A parameter, from {@code conf} or else from {@code params}. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(conf.getOrDefault(name, params.get(name))).map(Object::toString);
    }
}

package io.marquee.workhorse.task;

import java.util.Map;

/**
 * One kind of work that a pipeline task can ask for. Implementations are CDI beans; they must be idempotent, because a task
 * whose worker died is carried out again.
 */
public interface TaskOperator {

    /** The name that DAG files use, for example {@code build_features}. */
    String name();

    /**
     * Does the work.
     *
     * @return what came out, as JSON values: shown to people and recorded with the task
     * @throws Exception when it failed; the message is shown to people and the try counts as failed
     */
    Map<String, Object> run(TaskContext context) throws Exception;
}

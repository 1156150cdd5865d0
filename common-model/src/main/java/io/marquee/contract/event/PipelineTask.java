package io.marquee.contract.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orchestrator asks any worker to carry out one try of one task.
 *
 * @param operator what to do: the name of a worker's task operator
 * @param params the operator's parameters, from the DAG file
 * @param conf the run's configuration, from whoever triggered it
 * @param tryNumber from 1
 * @param maxTries the last try number
 * @param timeoutSeconds how long the try may run before the worker stops it; absent for no limit
 */
public record PipelineTask(
        String eventId,
        Instant timestamp,
        String source,
        String dagId,
        String dagRunId,
        String taskId,
        String operator,
        Map<String, Object> params,
        Map<String, Object> conf,
        int tryNumber,
        int maxTries,
        @Nullable Instant executionDate,
        @Nullable Double timeoutSeconds)
        implements Event {

    public PipelineTask {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(dagId, "dag_id");
        Require.text(dagRunId, "dag_run_id");
        Require.text(taskId, "task_id");
        Require.text(operator, "operator");
        params = Require.copy(params);
        conf = Require.copy(conf);
        if (tryNumber < 1 || tryNumber > maxTries) {
            throw new IllegalArgumentException("field 'try_number' must be 1 to " + maxTries + ", got: " + tryNumber);
        }
        if (timeoutSeconds != null && !(timeoutSeconds > 0)) {
            throw new IllegalArgumentException("field 'timeout_seconds' must be positive, got: " + timeoutSeconds);
        }
    }

    @Override
    public String eventType() {
        return "pipeline_task";
    }

    /** Spread by task, so that independent tasks of one run reach different workers. */
    @Override
    public String key() {
        return dagRunId + "/" + taskId;
    }
}

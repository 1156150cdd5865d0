package io.marquee.controltower.orchestration.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One task of a DAG.
 *
 * @param operator the name of the worker's operator that carries it out
 * @param params the operator's parameters, JSON values
 * @param dependsOn the tasks that must have succeeded before this one starts
 * @param retries how often a failed try is repeated; 3 means up to 4 tries
 * @param retryDelay the wait between a failed try and the next
 * @param executionTimeout the longest that one try may run; null for no limit
 */
public record TaskDefinition(
        String taskId,
        String operator,
        Map<String, Object> params,
        List<String> dependsOn,
        int retries,
        Duration retryDelay,
        @Nullable Duration executionTimeout) {

    /** The longest task and DAG id, as in Airflow. */
    static final int LONGEST_ID = 250;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1," + LONGEST_ID + "}");
    private static final int MOST_RETRIES = 100;

    public TaskDefinition {
        checkId("task_id", taskId);
        if (operator.isBlank()) {
            throw new IllegalArgumentException("task '" + taskId + "' names no operator");
        }
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException(
                    "'retries' of task '" + taskId + "' must be 0 to " + MOST_RETRIES + ", got: " + retries);
        }
        if (retryDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "'retry_delay' of task '" + taskId + "' must not be negative, got: " + retryDelay);
        }
        if (executionTimeout != null && !executionTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "'execution_timeout' of task '" + taskId + "' must be positive, got: " + executionTimeout);
        }
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        dependsOn = List.copyOf(dependsOn);
    }

    static void checkId(String field, String value) {
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + field + "' must be 1 to " + LONGEST_ID
                    + " letters, digits, '.', '_' or '-', got: '" + value + "'");
        }
    }
}

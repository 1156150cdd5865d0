package io.marquee.controltower.orchestration.run;

import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A running run as the planner sees it.
 *
 * @param dag as it was when the run was created
 * @param tasks by task id; one for each task of the DAG
 * @param paused whether the DAG is paused: nothing new starts, what is with the workers goes on
 */
public record RunSnapshot(Dag dag, Map<String, TaskInstance> tasks, boolean paused) {

    public RunSnapshot {
        Map<String, TaskInstance> ordered = new LinkedHashMap<>();
        for (TaskDefinition task : dag.tasks()) {
            TaskInstance instance = tasks.get(task.taskId());
            if (instance == null) {
                throw new IllegalArgumentException("task '" + task.taskId() + "' of " + dag.dagId() + " is missing");
            }
            ordered.put(task.taskId(), instance);
        }
        tasks = Collections.unmodifiableMap(ordered);
    }
}

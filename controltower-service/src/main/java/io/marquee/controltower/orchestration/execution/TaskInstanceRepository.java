package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.TaskInstance;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks of runs in the database. Whoever changes them holds the lock of the run's row. */
@ApplicationScoped
class TaskInstanceRepository implements PanacheRepositoryBase<TaskInstanceEntity, String> {

    List<TaskInstanceEntity> of(DagRunEntity run) {
        return list("run = ?1 order by position", run);
    }

    Map<String, TaskInstanceEntity> byTaskId(DagRunEntity run) {
        Map<String, TaskInstanceEntity> byTaskId = new LinkedHashMap<>();
        of(run).forEach(task -> byTaskId.put(task.taskId, task));
        return byTaskId;
    }

    List<TaskInstance> recordsOf(DagRunEntity run) {
        return of(run).stream().map(TaskInstanceEntity::toRecord).toList();
    }
}

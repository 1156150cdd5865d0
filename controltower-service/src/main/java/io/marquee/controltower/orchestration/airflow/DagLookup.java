package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.execution.RunQueries;
import io.marquee.controltower.orchestration.execution.RunView;
import io.marquee.controltower.orchestration.execution.TaskView;
import io.marquee.controltower.orchestration.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds what a path names, or says in Airflow's words that there is no such thing. */
@ApplicationScoped
class DagLookup {

    private final DagCatalog catalog;
    private final RunQueries runs;

    DagLookup(DagCatalog catalog, RunQueries runs) {
        this.catalog = catalog;
        this.runs = runs;
    }

    DagCatalog.Entry dag(String dagId) {
        return catalog.find(dagId)
                .orElseThrow(() -> AirflowException.notFound("The DAG with dag_id: `" + dagId + "` was not found"));
    }

    RunView run(RunKey key) {
        return runs.find(key).orElseThrow(() -> noRun(key));
    }

    List<TaskView> tasks(RunKey key) {
        return runs.tasks(key).orElseThrow(() -> noRun(key));
    }

    TaskView task(RunKey key, String taskId) {
        return tasks(key).stream()
                .filter(view -> view.task().taskId().equals(taskId))
                .findFirst()
                .orElseThrow(() -> AirflowException.notFound("The Task Instance with dag_id: `" + key.dagId()
                        + "`, run_id: `" + key.runId() + "` and task_id: `" + taskId + "` was not found"));
    }

    private static AirflowException noRun(RunKey key) {
        return AirflowException.notFound(
                "The DagRun with dag_id: `" + key.dagId() + "` and run_id: `" + key.runId() + "` was not found");
    }
}

package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.Dag;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.stream.Collectors;

/** Which DAGs are paused. A paused DAG starts no run and no task; tasks that workers have begun go on. */
@ApplicationScoped
public class PauseSwitch {

    private final DagRepository dags;

    PauseSwitch(DagRepository dags) {
        this.dags = dags;
    }

    /** Whether the DAG is paused. */
    @Transactional
    public boolean isPaused(Dag dag) {
        DagEntity entity = dags.findById(dag.dagId());
        return entity == null ? dag.pausedUponCreation() : entity.paused;
    }

    /** Every DAG that has ever been used, and whether it is paused. */
    @Transactional
    public Map<String, Boolean> all() {
        return dags.listAll().stream().collect(Collectors.toMap(dag -> dag.dagId, dag -> dag.paused));
    }

    /** Pauses the DAG, or lets it go on. */
    @Transactional
    public void set(Dag dag, boolean paused) {
        dags.lock(dag).paused = paused;
    }
}

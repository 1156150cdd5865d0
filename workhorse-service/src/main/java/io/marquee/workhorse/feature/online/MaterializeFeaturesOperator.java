package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pipeline task {@code materialize_features}: brings the newest row of every entity online. It takes the views away from
 * whoever has them, which is most likely an earlier try of the same task on a worker that died: waiting for that one's claim
 * to end would use up the task's tries.
 */
@ApplicationScoped
public class MaterializeFeaturesOperator implements TaskOperator {

    private final Materialization materialization;
    private final Clock clock;

    MaterializeFeaturesOperator(Materialization materialization, Clock clock) {
        this.materialization = materialization;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "materialize_features";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        Map<String, Object> rows = new LinkedHashMap<>();
        for (Materialized view :
                materialization.materialize(List.of(), null, clock.instant(), true, context.progress())) {
            rows.put(view.view(), view.rowsWritten());
        }
        return Map.of("rows", rows);
    }
}

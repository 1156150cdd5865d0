package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pipeline task {@code materialize_features}: brings the newest row of every entity online. */
@ApplicationScoped
public class MaterializeFeaturesOperator implements TaskOperator {

    private final Materialization materialization;

    MaterializeFeaturesOperator(Materialization materialization) {
        this.materialization = materialization;
    }

    @Override
    public String name() {
        return "materialize_features";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        Map<String, Object> rows = new LinkedHashMap<>();
        for (Materialized view : materialization.materialize(context.progress())) {
            rows.put(view.view(), view.rowsWritten());
        }
        return Map.of("rows", rows);
    }
}

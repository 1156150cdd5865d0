package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pipeline task {@code build_features}: computes all feature views from the catalogue as it is now. */
@ApplicationScoped
public class BuildFeaturesOperator implements TaskOperator {

    private final OfflineStore store;

    BuildFeaturesOperator(OfflineStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "build_features";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        List<OfflineBuild> build = store.build(context.progress());
        Map<String, Object> rows = new LinkedHashMap<>();
        build.forEach(view -> rows.put(view.view(), view.rowCount()));
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("build_id", build.getFirst().buildId());
        output.put("snapshot_at", build.getFirst().snapshotAt().toString());
        DataSnapshot snapshot = build.getFirst().snapshot();
        if (snapshot != null) {
            output.put("snapshot", snapshot.tag());
            output.put("snapshot_digest", snapshot.digest());
        }
        output.put("rows", rows);
        return output;
    }
}

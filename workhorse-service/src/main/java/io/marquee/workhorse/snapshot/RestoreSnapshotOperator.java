package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The pipeline task {@code restore_snapshot}: makes the catalogue what it was. Parameter {@code tag}. */
@ApplicationScoped
public class RestoreSnapshotOperator implements TaskOperator {

    private final SnapshotService service;

    RestoreSnapshotOperator(SnapshotService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "restore_snapshot";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        SnapshotService.Started started = service.restore(new SnapshotTag(context.required("tag")));
        while (!ended(started)) {
            SnapshotJob now = service.job(started.jobId());
            context.progress().accept("%s, %,d of %,d rows".formatted(now.phase(), now.rows(), now.rowsTotal()));
        }
        SnapshotJob ended = service.job(started.jobId());
        if (ended.state() != SnapshotJob.State.SUCCEEDED) {
            throw new IllegalStateException(ended.error());
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("job_id", ended.jobId());
        output.put("tag", ended.tag());
        output.put("result", ended.result());
        return output;
    }

    private static boolean ended(SnapshotService.Started started) throws Exception {
        try {
            started.end().get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}

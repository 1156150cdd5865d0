package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.job.Job;
import io.marquee.workhorse.job.RunningJob;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pipeline task {@code restore_snapshot}: makes the catalogue what it was. Parameter {@code tag}. */
@ApplicationScoped
public class RestoreSnapshotOperator implements TaskOperator {

    private static final Duration LOOK = Duration.ofSeconds(1);

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
        RunningJob started = service.restore(new SnapshotTag(context.required("tag")));
        while (!started.awaitEnd(LOOK)) {
            SnapshotJob now = service.job(started.jobId());
            context.progress().accept("%s, %,d of %,d rows".formatted(now.phase(), now.rows(), now.rowsTotal()));
        }
        SnapshotJob ended = service.job(started.jobId());
        if (ended.state() != Job.State.SUCCEEDED) {
            throw new IllegalStateException(ended.error());
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("job_id", ended.jobId());
        output.put("tag", ended.tag());
        output.put("result", ended.result());
        return output;
    }
}

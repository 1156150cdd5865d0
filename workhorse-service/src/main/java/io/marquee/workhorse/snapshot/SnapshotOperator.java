package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pipeline task {@code snapshot}: takes a snapshot of the catalogue. Parameters {@code tag} (default: made of the DAG and
 * its run), {@code note} and {@code keep} (default true).
 */
@ApplicationScoped
public class SnapshotOperator implements TaskOperator {

    private static final int LONGEST_TAG = 100;

    private final Snapshots snapshots;

    SnapshotOperator(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public Map<String, Object> run(TaskContext context) {
        SnapshotTag tag = new SnapshotTag(context.optional("tag").orElseGet(() -> tagOf(context)));
        context.progress().accept("taking snapshot " + tag);
        Snapshots.Created created = snapshots.create(
                new SnapshotWriter.Request(
                        tag,
                        context.dagId() + "/" + context.taskId(),
                        context.optional("note").orElse(null),
                        context.optional("keep").map(Boolean::parseBoolean).orElse(true),
                        false),
                new JobProgress());
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("tag", created.tag());
        output.put("created", created.created());
        output.put("data_digest", created.dataDigest());
        output.put("rows", created.rows());
        output.put("objects_written", created.objectsWritten());
        return output;
    }

    /** The same for each try of a run, so that a repeated try finds what the first one made. */
    private static String tagOf(TaskContext context) {
        String tag = (context.dagId() + "-" + context.dagRunId())
                .replaceAll("[^A-Za-z0-9_-]+", "-")
                .replaceAll("^[^A-Za-z0-9]+", "");
        return tag.substring(Math.max(0, tag.length() - LONGEST_TAG)).replaceAll("^[^A-Za-z0-9]+", "");
    }
}

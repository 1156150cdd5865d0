package io.marquee.workhorse.snapshot;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The pipeline task {@code collect_snapshots}: removes snapshots and objects that nobody needs. Parameters
 * {@code keep_newest}, {@code max_age_days} and {@code dry_run}, by default as configured.
 */
@ApplicationScoped
public class CollectSnapshotsOperator implements TaskOperator {

    private final Snapshots snapshots;

    CollectSnapshotsOperator(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public String name() {
        return "collect_snapshots";
    }

    @Override
    public Map<String, Object> run(TaskContext context) {
        SnapshotCollector.Collected collected = snapshots.collect(
                context.optional("dry_run").map(Boolean::parseBoolean).orElse(false),
                number(context, "keep_newest", 1).orElse(null),
                number(context, "max_age_days", 0).map(Duration::ofDays).orElse(null),
                new JobProgress());
        return Map.of(
                "snapshots", collected.snapshots().size(), "objects", collected.objects(), "bytes", collected.bytes());
    }

    private static Optional<Integer> number(TaskContext context, String name, int least) {
        return context.optional(name).map(text -> {
            if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < least) {
                throw ProblemException.invalid(name, text, "must be a whole number of at least " + least);
            }
            return Integer.parseInt(text);
        });
    }
}

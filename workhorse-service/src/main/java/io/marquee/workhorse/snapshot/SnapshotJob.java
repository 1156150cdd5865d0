package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.job.Job;
import io.marquee.workhorse.job.JobProgress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work on snapshots, and how far it is.
 *
 * @param phase what is being done
 * @param rowsTotal rows of this phase, 0 where that is not known
 * @param phases how long each phase took, the present one last
 * @param result what came out, a JSON object
 * @param error why it failed, for people
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SnapshotJob(
        String jobId,
        Kind kind,
        @Nullable String tag,
        Job.State state,
        String phase,
        long rows,
        long rowsTotal,
        long bytes,
        long bytesTotal,
        List<JobProgress.Phase> phases,
        @JsonRawValue @Nullable String result,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** What is done. */
    public enum Kind {
        CREATE,
        RESTORE,
        GC;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SnapshotJob of(Job job) {
        JobProgress.State progress = job.progress();
        return new SnapshotJob(
                job.jobId(),
                Kind.valueOf(job.kind().toUpperCase(Locale.ROOT)),
                job.subject(),
                job.state(),
                progress.phase(),
                progress.items(),
                progress.totalItems(),
                progress.bytes(),
                progress.totalBytes(),
                progress.phases(),
                job.result(),
                job.error(),
                job.startedAt(),
                job.finishedAt());
    }
}

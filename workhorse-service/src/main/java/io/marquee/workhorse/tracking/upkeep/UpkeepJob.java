package io.marquee.workhorse.tracking.upkeep;

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
 * A piece of upkeep, and how far it is.
 *
 * @param subject the backup that is restored, or the id of the experiment that is backed up; null means everything
 * @param phase what is being done
 * @param objects tables, runs or files of this phase that are done
 * @param objectsTotal how many there are, 0 where that is not known; {@code bytesTotal} likewise
 * @param phases how long each phase took, the present one last
 * @param result what came out, a JSON object
 * @param error why it failed and what to do, for people
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UpkeepJob(
        String jobId,
        Kind kind,
        @Nullable String subject,
        Job.State state,
        String phase,
        long objects,
        long objectsTotal,
        long bytes,
        long bytesTotal,
        List<JobProgress.Phase> phases,
        @JsonRawValue @Nullable String result,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /** What is done. */
    public enum Kind {
        BACKUP("look whether it is there with ./marquee experiments backup --list, and back up again if not"),
        RESTORE("nothing was brought back, restore again"),
        GC("what is gone is gone for good, and the next clean-up finds the rest: ./marquee experiments gc");

        private final String remainder;

        Kind(String remainder) {
            this.remainder = remainder;
        }

        /** What is left of such a job that was broken off, and what to do. */
        static String remainder(String wireName) {
            return of(wireName).remainder;
        }

        static Kind of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static UpkeepJob of(Job job) {
        JobProgress.State progress = job.progress();
        return new UpkeepJob(
                job.jobId(),
                Kind.of(job.kind()),
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

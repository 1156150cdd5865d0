package io.marquee.workhorse.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.job.JobRunner;
import io.marquee.workhorse.job.JobTable;
import io.marquee.workhorse.job.JobWork;
import io.marquee.workhorse.job.RunningJob;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.SnapshotJob.Kind;
import io.marquee.workhorse.snapshot.SnapshotWriter.Request;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Work on snapshots as jobs, one after the other, with their progress on record. */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            Snapshots.Created.class,
            CatalogueRestore.RestoreResult.class,
            SnapshotCollector.Collected.class,
            RetentionPolicy.Expired.class
        })
public class SnapshotService {

    private final Snapshots snapshots;
    private final CatalogueRestore restores;
    private final JobRunner jobs;

    SnapshotService(
            Snapshots snapshots,
            CatalogueRestore restores,
            SnapshotConfig config,
            Database database,
            ObjectMapper json,
            Clock clock) {
        this.snapshots = snapshots;
        this.restores = restores;
        JobTable table = new JobTable(
                database,
                json,
                clock,
                new JobTable.Place(
                        "catalog.snapshot_jobs", config.worker(), config.silence(), kind -> "nothing was changed"));
        this.jobs = new JobRunner(
                table,
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("snapshots").factory()),
                clock);
    }

    /** Starts to take a snapshot. */
    public RunningJob create(SnapshotTag tag, String createdBy, @Nullable String note, boolean keep) {
        Request request = new Request(tag, createdBy, note, keep, false);
        return start(
                Kind.CREATE, tag, (jobId, progress) -> jobs.end(jobId, progress, snapshots.create(request, progress)));
    }

    /**
     * Starts to restore a snapshot.
     *
     * @throws ProblemException when there is none
     */
    public RunningJob restore(SnapshotTag tag) {
        snapshots.get(tag);
        return start(
                Kind.RESTORE,
                tag,
                (jobId, progress) -> restores.restore(
                        tag, progress, (connection, result) -> jobs.end(connection, jobId, progress, result)));
    }

    /** Starts to remove what nobody needs; absent values are those of the configuration. */
    public RunningJob collect(boolean dryRun, @Nullable Integer keepNewest, @Nullable Duration maxAge) {
        return start(
                Kind.GC,
                null,
                (jobId, progress) ->
                        jobs.end(jobId, progress, snapshots.collect(dryRun, keepNewest, maxAge, progress)));
    }

    /**
     * A job with how far it is now.
     *
     * @throws ProblemException when there is no such job
     */
    public SnapshotJob job(String jobId) {
        return SnapshotJob.of(jobs.job(jobId));
    }

    /** The newest jobs, newest first. */
    public List<SnapshotJob> newest(int limit) {
        return jobs.newest(limit).stream().map(SnapshotJob::of).toList();
    }

    void failAbandonedJobs(@Observes StartupEvent event) {
        jobs.failAbandoned(true);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void heartbeat() {
        jobs.heartbeat();
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void failSilentJobs() {
        jobs.failAbandoned(false);
    }

    @Scheduled(every = "24h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void collectDaily() {
        collect(false, null, null);
    }

    void stop(@Observes ShutdownEvent event) {
        jobs.stop();
    }

    private RunningJob start(Kind kind, @Nullable SnapshotTag tag, JobWork work) {
        return jobs.start(kind.wireName(), tag == null ? null : tag.value(), work);
    }
}

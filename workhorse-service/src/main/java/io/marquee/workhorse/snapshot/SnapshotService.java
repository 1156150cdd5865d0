package io.marquee.workhorse.snapshot;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.SnapshotJob.Kind;
import io.marquee.workhorse.snapshot.SnapshotWriter.Request;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Work on snapshots as jobs, one after the other, with their progress on record. */
@ApplicationScoped
public class SnapshotService {

    private static final Logger LOG = Logger.getLogger(SnapshotService.class);

    private final Snapshots snapshots;
    private final CatalogueRestore restores;
    private final SnapshotJobs jobs;
    private final Database database;
    private final Clock clock;
    private final Map<String, SnapshotProgress> running = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("snapshots").factory());

    SnapshotService(Snapshots snapshots, CatalogueRestore restores, SnapshotJobs jobs, Database database, Clock clock) {
        this.snapshots = snapshots;
        this.restores = restores;
        this.jobs = jobs;
        this.database = database;
        this.clock = clock;
    }

    /** A job under way: its id, and its end to wait for. */
    public record Started(String jobId, Future<?> end) {}

    @FunctionalInterface
    private interface Work {
        void run(String jobId, SnapshotProgress progress) throws InterruptedException, SQLException;
    }

    /** Starts to take a snapshot. */
    public Started create(SnapshotTag tag, String createdBy, @Nullable String note, boolean keep) {
        Request request = new Request(tag, createdBy, note, keep, false);
        return start(Kind.CREATE, tag, (jobId, progress) -> end(jobId, progress, snapshots.create(request, progress)));
    }

    /**
     * Starts to restore a snapshot.
     *
     * @throws ProblemException when there is none
     */
    public Started restore(SnapshotTag tag) {
        snapshots.get(tag);
        return start(
                Kind.RESTORE,
                tag,
                (jobId, progress) -> restores.restore(
                        tag, progress, (connection, result) -> end(connection, jobId, progress, result)));
    }

    /** Starts to remove what nobody needs; absent values are those of the configuration. */
    public Started collect(boolean dryRun, @Nullable Integer keepNewest, @Nullable Duration maxAge) {
        return start(
                Kind.GC,
                null,
                (jobId, progress) -> end(jobId, progress, snapshots.collect(dryRun, keepNewest, maxAge, progress)));
    }

    /**
     * A job with how far it is now.
     *
     * @throws ProblemException when there is no such job
     */
    public SnapshotJob job(String jobId) {
        SnapshotProgress progress = running.get(jobId);
        if (progress != null) {
            jobs.heartbeat(jobId, progress);
        }
        return jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
    }

    /** The newest jobs, newest first. */
    public List<SnapshotJob> newest(int limit) {
        return jobs.newest(limit);
    }

    void failAbandonedJobs(@Observes StartupEvent event) {
        tell(jobs.failAbandoned(true));
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void heartbeat() {
        running.forEach(jobs::heartbeat);
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void failSilentJobs() {
        tell(jobs.failAbandoned(false));
    }

    @Scheduled(every = "24h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void collectDaily() {
        collect(false, null, null);
    }

    void stop(@Observes ShutdownEvent event) {
        worker.shutdownNow();
    }

    private static void tell(int abandoned) {
        if (abandoned > 0) {
            LOG.warnf("%d snapshot jobs were cut off by the end of a service", abandoned);
        }
    }

    private Started start(Kind kind, @Nullable SnapshotTag tag, Work work) {
        String jobId = EventId.next(clock.instant());
        SnapshotProgress progress = new SnapshotProgress();
        jobs.started(jobId, kind, tag, progress);
        running.put(jobId, progress);
        return new Started(jobId, worker.submit(() -> run(jobId, kind, progress, work)));
    }

    private void run(String jobId, Kind kind, SnapshotProgress progress, Work work) {
        try {
            work.run(jobId, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.infof("%s %s ends with the service", kind.wireName(), jobId);
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    e instanceof ProblemException ? null : e,
                    "%s %s failed: %s",
                    kind.wireName(),
                    jobId,
                    e.getMessage());
            fail(jobId, progress, e);
        } finally {
            running.remove(jobId);
        }
    }

    private void fail(String jobId, SnapshotProgress progress, Exception cause) {
        try {
            jobs.failed(jobId, progress, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        } catch (RuntimeException e) {
            // The database is away; the job counts as failed when it has been silent for long enough.
            LOG.warnf("the end of %s could not be noted: %s", jobId, e.getMessage());
        }
    }

    private void end(String jobId, SnapshotProgress progress, Object result) {
        database.with(connection -> {
            end(connection, jobId, progress, result);
            return null;
        });
    }

    private void end(Connection connection, String jobId, SnapshotProgress progress, Object result)
            throws SQLException {
        progress.begin("done");
        jobs.succeeded(connection, jobId, progress, result);
    }
}

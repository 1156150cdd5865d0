package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.Job;
import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.job.JobRunner;
import io.marquee.workhorse.job.JobTable;
import io.marquee.workhorse.job.RunningJob;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.tracking.upkeep.UpkeepJob.Kind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Upkeep as jobs, one at a time over all instances, with their progress on record. */
@ApplicationScoped
@RegisterForReflection(targets = {Backup.class, BackupRestore.Restored.class, ExperimentCollector.Collected.class})
public class UpkeepService {

    private static final Duration LAST_MOMENT = Duration.ofMillis(500);

    private final UpkeepLock lock;
    private final BackupService backups;
    private final BackupRestore restores;
    private final ExperimentCollector collector;
    private final JobRunner jobs;

    UpkeepService(
            UpkeepLock lock,
            BackupService backups,
            BackupRestore restores,
            ExperimentCollector collector,
            UpkeepConfig config,
            Database database,
            ObjectMapper json,
            Clock clock) {
        this.lock = lock;
        this.backups = backups;
        this.restores = restores;
        this.collector = collector;
        JobTable table = new JobTable(
                database,
                json,
                clock,
                new JobTable.Place("tracking.upkeep_job", config.worker(), config.silence(), Kind::remainder));
        this.jobs = new JobRunner(
                table,
                // Platform threads: packing a large backup would keep a virtual one's carrier from requests.
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("upkeep-", 0).daemon().factory()),
                clock);
    }

    private interface Work {
        void run(UpkeepLock.Held held, String jobId, JobProgress progress)
                throws InterruptedException, SQLException, IOException;
    }

    /**
     * Starts to back up everything or one experiment.
     *
     * @param experiment its id, or null
     * @throws ProblemException when there is none of that id, or other upkeep is under way
     */
    public RunningJob backUp(@Nullable String experiment) {
        backups.requireExperiment(experiment);
        return start(
                Kind.BACKUP,
                experiment,
                (held, jobId, progress) ->
                        jobs.end(jobId, progress, backups.make(held.connection(), experiment, progress)));
    }

    /**
     * Starts to bring a backup back.
     *
     * @param experiment the id of the only experiment of it to bring back, null for all that it holds
     * @throws ProblemException when there is no such backup, or other upkeep is under way
     */
    public RunningJob restore(String name, @Nullable String experiment) {
        restores.requireBackup(name, experiment);
        return start(
                Kind.RESTORE,
                experiment == null ? name : name + ", experiment " + experiment,
                (held, jobId, progress) -> restores.restore(
                        held.connection(),
                        name,
                        experiment,
                        progress,
                        restored -> jobs.end(held.connection(), jobId, progress, restored)));
    }

    /**
     * Starts to remove what has been in the bin for that long.
     *
     * @param dryRun whether to look only
     * @throws ProblemException when other upkeep is under way
     */
    public RunningJob collect(Duration age, boolean dryRun) {
        return start(
                Kind.GC,
                null,
                (held, jobId, progress) ->
                        jobs.end(jobId, progress, collector.collect(held.connection(), age, dryRun, progress)));
    }

    /**
     * A job with how far it is now.
     *
     * @throws ProblemException when there is no such job
     */
    public UpkeepJob job(String jobId) {
        return UpkeepJob.of(jobs.job(jobId));
    }

    /** The newest jobs, newest first. */
    public List<UpkeepJob> newest(int limit) {
        return jobs.newest(limit).stream().map(UpkeepJob::of).toList();
    }

    void failAbandonedJobs(@Observes StartupEvent event) {
        jobs.failAbandoned(true);
    }

    @Scheduled(identity = "upkeep-heartbeat", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void heartbeat() {
        jobs.heartbeat();
    }

    @Scheduled(
            identity = "upkeep-silent-jobs",
            every = "30s",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void failSilentJobs() {
        jobs.failAbandoned(false);
    }

    void stop(@Observes ShutdownEvent event) {
        jobs.stop();
    }

    private RunningJob start(Kind kind, @Nullable String subject, Work work) {
        UpkeepLock.Held held = awaitLock();
        try {
            return jobs.start(
                    kind.wireName(), subject, (jobId, progress) -> work.run(held, jobId, progress), held::close);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** A job that has just ended is on record as such a moment before it lets the lock go; one that still runs is not waited for. */
    private UpkeepLock.Held awaitLock() {
        long end = System.nanoTime() + LAST_MOMENT.toNanos();
        while (true) {
            Optional<UpkeepLock.Held> held = lock.take();
            if (held.isPresent()) {
                return held.get();
            }
            Optional<UpkeepJob> other = newest(1).stream()
                    .filter(job -> job.state() == Job.State.RUNNING)
                    .findFirst();
            if (other.isPresent() || System.nanoTime() > end) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "Other upkeep of experiments is under way"
                                + other.map(job -> " (" + job.kind().wireName() + ", job " + job.jobId() + ")")
                                        .orElse("")
                                + "; try again when it has ended: ./marquee experiments jobs");
            }
            LockSupport.parkNanos(LAST_MOMENT.toNanos() / 50);
        }
    }
}

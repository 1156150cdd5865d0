package io.marquee.workhorse.job;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does long work on threads of its own with its progress on record. Whoever owns it calls {@link #heartbeat} every second and
 * {@link #failAbandoned} at the start and now and then. Safe for use by many threads.
 */
public final class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private final JobTable jobs;
    private final ExecutorService worker;
    private final Clock clock;
    private final Map<String, JobProgress> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * A runner.
     *
     * @param worker where jobs run; how many threads it has is how many run at the same time
     */
    public JobRunner(JobTable jobs, ExecutorService worker, Clock clock) {
        this.jobs = jobs;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Starts a job.
     *
     * @param subject what it is done to, null where the kind says all
     * @throws ProblemException when the service stops
     */
    public RunningJob start(String kind, @Nullable String subject, JobWork work) {
        return start(kind, subject, work, () -> {});
    }

    /**
     * The same for work that holds something.
     *
     * @param release gives back what it holds, after its end, however that came; not called when this method throws
     */
    public RunningJob start(String kind, @Nullable String subject, JobWork work, Runnable release) {
        RunningJob job = new RunningJob(EventId.next(clock.instant()));
        JobProgress progress = new JobProgress();
        jobs.started(job.jobId(), kind, subject, progress);
        running.put(job.jobId(), progress);
        try {
            worker.execute(() -> run(job, kind, progress, work, release));
        } catch (RejectedExecutionException e) {
            running.remove(job.jobId());
            throw new ProblemException(ProblemType.UNAVAILABLE, "the service stops and starts no work", e);
        }
        return job;
    }

    /** Ends a job well, on the connection, so within the transaction, of its work. */
    public void end(Connection connection, String jobId, JobProgress progress, Object result) throws SQLException {
        progress.begin("done");
        jobs.succeeded(connection, jobId, progress, result);
    }

    /** Ends a job well whose work is in no transaction. */
    public void end(String jobId, JobProgress progress, Object result) {
        jobs.with(connection -> {
            end(connection, jobId, progress, result);
            return null;
        });
    }

    /**
     * A job with how far it is now.
     *
     * @throws ProblemException when there is no such job
     */
    public Job job(String jobId) {
        JobProgress progress = running.get(jobId);
        if (progress != null) {
            jobs.heartbeat(jobId, progress);
        }
        return jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
    }

    /** The newest jobs, newest first. */
    public List<Job> newest(int limit) {
        return jobs.newest(limit);
    }

    /** Says that the jobs of this instance are alive. */
    public void heartbeat() {
        running.forEach(jobs::heartbeat);
    }

    /**
     * Marks jobs as failed whose service has stopped.
     *
     * @param atStart whether this instance has only just started, so that no running job of its name is alive
     */
    public void failAbandoned(boolean atStart) {
        int abandoned = jobs.failAbandoned(atStart);
        if (abandoned > 0) {
            LOG.warnf("%d jobs were cut off by the end of a service", abandoned);
        }
    }

    /** Breaks off what runs; the next start tells of what could not be noted any more. */
    public void stop() {
        stopping = true;
        worker.shutdownNow();
    }

    private void run(RunningJob job, String kind, JobProgress progress, JobWork work, Runnable release) {
        try {
            job.begin();
            work.run(job.jobId(), progress);
            job.leaveThread();
        } catch (InterruptedException | SQLException | IOException | RuntimeException e) {
            job.leaveThread();
            fail(job, kind, progress, e);
        } finally {
            running.remove(job.jobId());
            release.run();
            job.end();
        }
    }

    private void fail(RunningJob job, String kind, JobProgress progress, Exception cause) {
        String reason = reason(job, kind, cause);
        LOG.warnf(cause instanceof ProblemException ? null : cause, "%s %s failed: %s", kind, job.jobId(), reason);
        try {
            jobs.failed(job.jobId(), progress, reason);
        } catch (RuntimeException e) {
            // The database is away; the job counts as failed when it has been silent for long enough.
            LOG.warnf("the end of %s could not be noted: %s", job.jobId(), e.getMessage());
        }
    }

    /** Work that was broken off fails with whatever it was doing then, which is not the reason. */
    private String reason(RunningJob job, String kind, Exception cause) {
        if (job.isStopped()) {
            return "it was stopped before its end; " + jobs.remainder(kind);
        }
        if (stopping || cause instanceof InterruptedException) {
            return "the service stopped while this ran; " + jobs.remainder(kind);
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}

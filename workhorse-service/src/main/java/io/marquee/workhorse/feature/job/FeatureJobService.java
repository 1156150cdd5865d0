package io.marquee.workhorse.feature.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Does long work beside the request that asked for it. Work that a stop breaks off is marked as failed by whichever
 * instance looks next.
 */
@ApplicationScoped
public class FeatureJobService {

    private static final Logger LOG = Logger.getLogger(FeatureJobService.class);
    private static final int LISTED = 20;

    private final FeatureJobs jobs;
    private final ObjectMapper json;
    private final Clock clock;

    /** Platform threads: a virtual one keeps its carrier while DuckDB computes, and requests would wait for one. */
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("feature-job-", 0).daemon().factory());

    /** Jobs of this instance, with what they are doing. */
    private final Map<String, String> running = new ConcurrentHashMap<>();

    FeatureJobService(FeatureJobs jobs, ObjectMapper json, Clock clock) {
        this.jobs = jobs;
        this.json = json;
        this.clock = clock;
    }

    /** Starts the work; the job as it begins. */
    public FeatureJob start(FeatureJob.Kind kind, FeatureWork work) {
        String jobId = EventId.next(clock.instant());
        jobs.started(jobId, kind, clock.instant());
        running.put(jobId, "starting");
        workers.execute(() -> run(jobId, kind, work));
        return get(jobId);
    }

    /**
     * A job.
     *
     * @throws ProblemException when there is none of that id
     */
    public FeatureJob get(String jobId) {
        String step = running.get(jobId);
        FeatureJob job = jobs.find(jobId).orElseThrow(() -> ProblemException.notFound("job", jobId));
        return step == null || job.state() != FeatureJob.State.RUNNING
                ? job
                : new FeatureJob(jobId, job.kind(), job.state(), step, null, null, job.startedAt(), null);
    }

    /** The newest jobs, newest first. */
    public List<FeatureJob> newest() {
        return jobs.newest(LISTED);
    }

    private void run(String jobId, FeatureJob.Kind kind, FeatureWork work) {
        try {
            Object result = work.run(step -> {
                LOG.debugf("%s: %s", kind.wireName(), step);
                running.put(jobId, step);
            });
            jobs.succeeded(jobId, "done", json.writeValueAsString(result), clock.instant());
        } catch (RuntimeException | SQLException | IOException e) {
            fail(jobId, kind, e);
        } finally {
            running.remove(jobId);
        }
    }

    private void fail(String jobId, FeatureJob.Kind kind, Exception cause) {
        LOG.warnf("%s %s failed: %s", kind.wireName(), jobId, cause.getMessage());
        jobs.failed(
                jobId,
                running.getOrDefault(jobId, ""),
                cause.getMessage() == null ? cause.toString() : cause.getMessage(),
                clock.instant());
    }

    @Scheduled(
            identity = "feature-jobs",
            every = "5s",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void beat() {
        try {
            running.forEach((jobId, step) -> jobs.heartbeat(jobId, step, clock.instant()));
            jobs.failAbandoned(clock.instant());
        } catch (ProblemException e) {
            LOG.warnf("feature jobs cannot be kept up to date: %s", e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        workers.shutdownNow();
    }
}

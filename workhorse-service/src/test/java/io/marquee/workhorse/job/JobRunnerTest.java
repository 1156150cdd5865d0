package io.marquee.workhorse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.platform.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a job ends, its record says so, and what it held is given back. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class JobRunnerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Database database;

    @Inject
    ObjectMapper json;

    private final AtomicInteger released = new AtomicInteger();
    private JobTable table;
    private JobRunner runner;

    @BeforeEach
    void open() {
        table = table("worker-" + UUID.randomUUID());
        runner = new JobRunner(table, Executors.newCachedThreadPool(), Clock.systemUTC());
    }

    @Test
    void shouldShowHowFarAJobIsAndWhatCameOut() throws Exception {
        // Given
        CountDownLatch shown = new CountDownLatch(1);
        CountDownLatch moved = new CountDownLatch(1);

        // When
        RunningJob started = runner.start(
                "gc",
                "everything",
                (jobId, progress) -> {
                    progress.begin("first", 10, 1_000);
                    progress.moved(4, 400);
                    moved.countDown();
                    shown.await();
                    runner.end(jobId, progress, Map.of("a", 1));
                },
                released::incrementAndGet);
        moved.await();
        Job running = runner.job(started.jobId());
        shown.countDown();

        // Then
        assertThat(started.awaitEnd(PATIENCE)).isTrue();
        assertThat(running.state()).isEqualTo(Job.State.RUNNING);
        assertThat(running.subject()).isEqualTo("everything");
        assertThat(running.progress())
                .extracting(JobProgress.State::phase, JobProgress.State::items, JobProgress.State::totalItems)
                .containsExactly("first", 4L, 10L);
        assertThat(running.progress().bytes()).isEqualTo(400);
        Job ended = runner.job(started.jobId());
        assertThat(ended.state()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(ended.result()).isEqualTo("{\"a\":1}");
        assertThat(ended.progress().phases())
                .extracting(JobProgress.Phase::name)
                .containsExactly("waiting", "first", "done");
        assertThat(released).hasValue(1);
    }

    @Test
    void shouldSayWhyAJobFailed() throws Exception {
        // When
        RunningJob failing = runner.start(
                "gc",
                null,
                (jobId, progress) -> {
                    throw new IllegalStateException("the disk is full");
                },
                released::incrementAndGet);
        RunningJob stopped = runner.start(
                "restore", null, (jobId, progress) -> new CountDownLatch(1).await(), released::incrementAndGet);
        failing.awaitEnd(PATIENCE);
        stopped.stop();
        stopped.awaitEnd(PATIENCE);

        // Then
        assertThat(runner.job(failing.jobId()).error()).isEqualTo("the disk is full");
        assertThat(runner.job(stopped.jobId()).state()).isEqualTo(Job.State.FAILED);
        assertThat(runner.job(stopped.jobId()).error())
                .isEqualTo("it was stopped before its end; what is left of restore");
        assertThat(released).hasValue(2);
        assertThatThrownBy(() -> runner.job("none")).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldFailWhatTheServiceBreaksOffAndStartNothingMore() throws Exception {
        // Given
        RunningJob brokenOff = runner.start(
                "backup", null, (jobId, progress) -> new CountDownLatch(1).await(), released::incrementAndGet);

        // When
        runner.stop();
        brokenOff.awaitEnd(PATIENCE);

        // Then
        assertThat(runner.job(brokenOff.jobId()).error())
                .isEqualTo("the service stopped while this ran; what is left of backup");
        assertThatThrownBy(() -> runner.start("gc", null, (jobId, progress) -> {}))
                .hasMessageContaining("the service stops");
    }

    @Test
    void shouldRollWorkBackWhoseJobWasGivenUpMeanwhile() throws Exception {
        // Given
        String worker = "worker-" + UUID.randomUUID();
        JobTable own = table(worker);
        String jobId = "job-" + UUID.randomUUID();
        own.started(jobId, "restore", null, new JobProgress());

        // When: the same instance starts again and finds what its earlier life has left
        int failed = table(worker).failAbandoned(true);

        // Then
        assertThat(failed).isEqualTo(1);
        assertThat(own.find(jobId).orElseThrow().error())
                .isEqualTo("the service stopped while this ran; what is left of restore");
        assertThatThrownBy(() -> own.with(connection -> {
                    own.succeeded(connection, jobId, new JobProgress(), Map.of());
                    return null;
                }))
                .hasMessageContaining("was given up while it ran");
    }

    private JobTable table(String worker) {
        return new JobTable(
                database,
                json,
                Clock.systemUTC(),
                new JobTable.Place(
                        "tracking.upkeep_job", worker, Duration.ofMinutes(5), kind -> "what is left of " + kind));
    }
}

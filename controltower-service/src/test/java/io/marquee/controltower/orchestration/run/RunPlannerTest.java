package io.marquee.controltower.orchestration.run;

import static io.marquee.controltower.orchestration.run.TestRuns.NOON;
import static io.marquee.controltower.orchestration.run.TestRuns.PLANNER;
import static io.marquee.controltower.orchestration.run.TestRuns.POLICY;
import static io.marquee.controltower.orchestration.run.TestRuns.dag;
import static io.marquee.controltower.orchestration.run.TestRuns.failed;
import static io.marquee.controltower.orchestration.run.TestRuns.fresh;
import static io.marquee.controltower.orchestration.run.TestRuns.paused;
import static io.marquee.controltower.orchestration.run.TestRuns.queued;
import static io.marquee.controltower.orchestration.run.TestRuns.run;
import static io.marquee.controltower.orchestration.run.TestRuns.running;
import static io.marquee.controltower.orchestration.run.TestRuns.succeeded;
import static io.marquee.controltower.orchestration.run.TestRuns.task;
import static io.marquee.controltower.orchestration.run.TestRuns.upForRetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.controltower.orchestration.definition.Dag;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunPlannerTest {

    private static final Instant LONG_AGO = NOON.minusSeconds(36_000);
    private static final Dag DIAMOND =
            dag(task("load"), task("left", "load"), task("right", "load"), task("join", "left", "right"));

    @Test
    void shouldSendTheTasksWithoutUpstreamWhenARunBegins() {
        // When
        List<Decision> plan = PLANNER.plan(run(DIAMOND), LONG_AGO, NOON);

        // Then
        assertThat(plan).containsExactly(new Decision.Schedule("load"), new Decision.Dispatch("load", 1));
    }

    @Test
    void shouldSendBothBranchesWhenTheirUpstreamHasSucceeded() {
        // When
        List<Decision> plan = PLANNER.plan(run(DIAMOND, succeeded("load")), LONG_AGO, NOON);

        // Then
        assertThat(plan)
                .containsExactly(
                        new Decision.Schedule("left"),
                        new Decision.Schedule("right"),
                        new Decision.Dispatch("left", 1),
                        new Decision.Dispatch("right", 1));
    }

    @Test
    void shouldWaitWhenOneOfTwoUpstreamTasksIsStillRunning() {
        // When
        List<Decision> plan =
                PLANNER.plan(run(DIAMOND, succeeded("load"), succeeded("left"), running("right")), LONG_AGO, NOON);

        // Then
        assertThat(plan).isEmpty();
    }

    @Test
    void shouldSendNoMoreThanTheDagsActiveTasksWhenMoreAreReady() {
        // Given
        Dag narrow = dag(2, task("a"), task("b"), task("c"));

        // When
        List<Decision> plan = PLANNER.plan(run(narrow, running("a")), LONG_AGO, NOON);

        // Then
        assertThat(plan)
                .containsExactly(new Decision.Schedule("b"), new Decision.Schedule("c"), new Decision.Dispatch("b", 1));
    }

    @Test
    void shouldRetryWhenTheDelayIsOverAndNotBefore() {
        // Given
        RunSnapshot run = run(DIAMOND, upForRetry("load"));

        // When
        List<Decision> tooEarly = PLANNER.plan(run, LONG_AGO, NOON.plusMillis(29_999));
        List<Decision> due = PLANNER.plan(run, LONG_AGO, NOON.plusSeconds(30));

        // Then
        assertThat(tooEarly).isEmpty();
        assertThat(due).containsExactly(new Decision.Schedule("load"), new Decision.Dispatch("load", 2));
    }

    @Test
    void shouldBlockEverythingDownstreamAndEndTheRunWhenATaskHasFailed() {
        // When
        List<Decision> plan = PLANNER.plan(run(DIAMOND, failed("load")), LONG_AGO, NOON);

        // Then
        assertThat(plan)
                .containsExactly(
                        new Decision.MarkUpstreamFailed("left"),
                        new Decision.MarkUpstreamFailed("right"),
                        new Decision.MarkUpstreamFailed("join"),
                        new Decision.Finish(RunState.FAILED));
    }

    @Test
    void shouldLetTheOtherBranchGoOnWhenOneHasFailed() {
        // When
        List<Decision> plan =
                PLANNER.plan(run(DIAMOND, succeeded("load"), failed("left"), running("right")), LONG_AGO, NOON);

        // Then
        assertThat(plan).containsExactly(new Decision.MarkUpstreamFailed("join"));
    }

    @Test
    void shouldSkipWhatComesAfterASkippedTask() {
        // Given
        TaskInstance skipped = fresh("load").skip(NOON);

        // When
        List<Decision> plan = PLANNER.plan(run(DIAMOND, skipped), LONG_AGO, NOON);

        // Then
        assertThat(plan)
                .containsExactly(
                        new Decision.Skip("left"),
                        new Decision.Skip("right"),
                        new Decision.Skip("join"),
                        new Decision.Finish(RunState.SUCCESS));
    }

    @Test
    void shouldEndInSuccessWhenAllTasksHaveSucceeded() {
        // When
        List<Decision> plan = PLANNER.plan(
                run(DIAMOND, succeeded("load"), succeeded("left"), succeeded("right"), succeeded("join")),
                LONG_AGO,
                NOON);

        // Then
        assertThat(plan).containsExactly(new Decision.Finish(RunState.SUCCESS));
    }

    @Test
    void shouldSendALostTryAgainAtOnceWhenItsHeartbeatsStop() {
        // Given
        RunSnapshot run = run(DIAMOND, running("load"));

        // When
        List<Decision> atTheLimit = PLANNER.plan(run, LONG_AGO, NOON.plusSeconds(15));
        List<Decision> beyond = PLANNER.plan(run, LONG_AGO, NOON.plusMillis(15_001));

        // Then
        assertThat(atTheLimit).isEmpty();
        assertThat(beyond)
                .containsExactly(
                        new Decision.DeclareLost("load", "no heartbeat of worker host:1 for 15 s"),
                        new Decision.Dispatch("load", 2));
    }

    @Test
    void shouldNotBlameTheWorkerWhenWeOurselvesWereNotWatching() {
        // Given
        RunSnapshot run = run(DIAMOND, running("load"));
        Instant backAt = NOON.plusSeconds(600);

        // When
        List<Decision> justBack = PLANNER.plan(run, backAt, backAt);
        List<Decision> stillSilent = PLANNER.plan(run, backAt, backAt.plusSeconds(16));

        // Then
        assertThat(justBack).isEmpty();
        assertThat(stillSilent).contains(new Decision.Dispatch("load", 2));
    }

    @Test
    void shouldSendATryAgainWhenNoWorkerBeginsIt() {
        // When
        List<Decision> plan = PLANNER.plan(run(DIAMOND, queued("load")), LONG_AGO, NOON.plusSeconds(1801));

        // Then
        assertThat(plan)
                .containsExactly(
                        new Decision.DeclareLost("load", "no worker has begun try 1 for 1801 s"),
                        new Decision.Dispatch("load", 2));
    }

    @Test
    void shouldFailTheTryWhenItRunsLongerThanItMayAndTheWorkerDoesNotStopIt() {
        // Given
        Dag hasty = dag(task("load", Duration.ofMinutes(1)));
        TaskInstance alive = running("load")
                .hear(new TaskReport.Alive(1, NOON.plusSeconds(69), "host:1"), POLICY, NOON.plusSeconds(69));

        // When
        List<Decision> inGrace = PLANNER.plan(run(hasty, alive), LONG_AGO, NOON.plusSeconds(70));
        List<Decision> beyond = PLANNER.plan(run(hasty, alive), LONG_AGO, NOON.plusSeconds(71));

        // Then
        assertThat(inGrace).isEmpty();
        assertThat(beyond).containsExactly(new Decision.TimeOut("load", "timed out after PT1M"));
    }

    @Test
    void shouldStartNothingButGoOnListeningWhenTheDagIsPaused() {
        // When
        List<Decision> ready = PLANNER.plan(paused(DIAMOND, succeeded("load")), LONG_AGO, NOON);
        List<Decision> due = PLANNER.plan(paused(DIAMOND, upForRetry("load")), LONG_AGO, NOON.plusSeconds(31));
        List<Decision> lost = PLANNER.plan(paused(DIAMOND, running("load")), LONG_AGO, NOON.plusSeconds(16));

        // Then
        assertThat(ready).isEmpty();
        assertThat(due).isEmpty();
        assertThat(lost).containsExactly(new Decision.DeclareLost("load", "no heartbeat of worker host:1 for 16 s"));
    }

    @Test
    void shouldReachTheEndWhenEachStepIsTaken() {
        // Given
        Map<String, TaskInstance> tasks = new LinkedHashMap<>(run(DIAMOND).tasks());
        RunState outcome = null;

        // When
        for (int round = 0; round < 10 && outcome == null; round++) {
            for (Decision decision : PLANNER.plan(new RunSnapshot(DIAMOND, tasks, false), LONG_AGO, NOON)) {
                switch (decision) {
                    case Decision.OfTask step ->
                        tasks.compute(step.taskId(), (id, task) -> step.applyTo(task, POLICY, NOON));
                    case Decision.Finish finish -> outcome = finish.outcome();
                }
            }
            tasks.replaceAll((id, task) -> task.state() == TaskState.QUEUED
                    ? task.hear(new TaskReport.Completed(1, NOON, Map.of()), POLICY, NOON)
                    : task);
        }

        // Then
        assertThat(outcome).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void shouldRefuseASnapshotWhenATaskIsMissing() {
        // Then
        assertThatThrownBy(() -> new RunSnapshot(DIAMOND, Map.of(), false))
                .hasMessage("task 'load' of nightly is missing");
    }
}

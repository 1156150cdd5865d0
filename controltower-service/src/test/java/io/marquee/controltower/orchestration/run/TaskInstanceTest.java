package io.marquee.controltower.orchestration.run;

import static io.marquee.controltower.orchestration.run.TestRuns.NOON;
import static io.marquee.controltower.orchestration.run.TestRuns.POLICY;
import static io.marquee.controltower.orchestration.run.TestRuns.failed;
import static io.marquee.controltower.orchestration.run.TestRuns.fresh;
import static io.marquee.controltower.orchestration.run.TestRuns.queued;
import static io.marquee.controltower.orchestration.run.TestRuns.running;
import static io.marquee.controltower.orchestration.run.TestRuns.succeeded;
import static io.marquee.controltower.orchestration.run.TestRuns.upForRetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskInstanceTest {

    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void shouldGoFromNothingToSuccessWhenAllGoesWell() {
        // Given
        TaskInstance task = fresh("a");

        // When
        TaskInstance scheduled = task.schedule(NOON);
        TaskInstance queued = scheduled.queue(NOON.plusSeconds(1));
        TaskInstance running = queued.hear(new TaskReport.Alive(1, NOON.plusSeconds(2), "host:7"), POLICY, LATER);
        TaskInstance done = running.hear(
                new TaskReport.Completed(1, NOON.plusSeconds(9), Map.of("rows", 3)), POLICY, LATER.plusSeconds(1));

        // Then
        assertThat(List.of(task.state(), scheduled.state(), queued.state(), running.state(), done.state()))
                .containsExactly(
                        TaskState.NONE, TaskState.SCHEDULED, TaskState.QUEUED, TaskState.RUNNING, TaskState.SUCCESS);
        assertThat(queued.tryNumber()).isEqualTo(1);
        assertThat(running.worker()).isEqualTo("host:7");
        assertThat(running.heardAt()).isEqualTo(LATER);
        assertThat(done.output()).isEqualTo(Map.of("rows", 3));
        assertThat(done.duration(LATER)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void shouldTryFourTimesWhenThereAreThreeRetries() {
        // Given
        TaskInstance task = fresh("a");
        List<TaskState> afterEachTry = new ArrayList<>();

        // When
        for (int tryNumber = 1; tryNumber <= 4; tryNumber++) {
            task = task.schedule(NOON).queue(NOON);
            task = task.hear(new TaskReport.Failed(tryNumber, LATER, "broken"), POLICY, LATER);
            afterEachTry.add(task.state());
        }

        // Then
        assertThat(afterEachTry)
                .containsExactly(
                        TaskState.UP_FOR_RETRY, TaskState.UP_FOR_RETRY, TaskState.UP_FOR_RETRY, TaskState.FAILED);
        assertThat(task.tryNumber()).isEqualTo(4);
        assertThat(task.error()).isEqualTo("broken");
    }

    @Test
    void shouldWaitForTheRetryDelayByOurClockWhenATryFails() {
        // When
        TaskInstance task = running("a").hear(new TaskReport.Failed(1, NOON, "broken"), POLICY, LATER);

        // Then
        assertThat(task.retryAt()).isEqualTo(LATER.plusSeconds(30));
        assertThat(task.endedAt()).isEqualTo(NOON);
    }

    @Test
    void shouldUseUpNoRetryWhenATryIsLost() {
        // Given
        TaskInstance lost = running("a").lose("worker died", POLICY, LATER);

        // When
        TaskInstance again = lost.queue(LATER);

        // Then
        assertThat(lost.state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(again.tryNumber()).isEqualTo(2);
        assertThat(again.maxTries()).isEqualTo(4);
        assertThat(TestRuns.failAll(again.hear(new TaskReport.Failed(2, LATER, "broken"), POLICY, LATER))
                        .tryNumber())
                .isEqualTo(5);
    }

    @Test
    void shouldUseUpARetryWhenATryIsLostTooOften() {
        // Given
        TaskInstance task = running("a")
                .lose("worker died", POLICY, NOON)
                .queue(NOON)
                .lose("worker died", POLICY, NOON)
                .queue(NOON);

        // When
        TaskInstance third = task.lose("worker died", POLICY, LATER);

        // Then
        assertThat(third.state()).isEqualTo(TaskState.UP_FOR_RETRY);
        assertThat(third.maxTries()).isEqualTo(5);
        assertThat(third.error()).isEqualTo("worker died; it was the loss number 3 of this task");
    }

    @Test
    void shouldChangeNothingWhenNewsAreOfAnotherTry() {
        // Given
        TaskInstance second = running("a").lose("worker died", POLICY, NOON).queue(NOON);

        // When
        TaskInstance afterOldNews = second.hear(new TaskReport.Completed(1, LATER, Map.of("x", 1)), POLICY, LATER);
        TaskInstance afterFutureNews = second.hear(new TaskReport.Failed(3, LATER, "?"), POLICY, LATER);

        // Then
        assertThat(afterOldNews).isSameAs(second);
        assertThat(afterFutureNews).isSameAs(second);
    }

    @Test
    void shouldChangeNothingWhenNewsComeAfterTheEndOfTheTry() {
        // Given
        List<TaskInstance> over = List.of(succeeded("a"), upForRetry("a"), failed("a"));

        // When
        List<TaskInstance> after = over.stream()
                .map(task -> task.hear(new TaskReport.Alive(task.tryNumber(), LATER, "host:1"), POLICY, LATER))
                .toList();

        // Then
        assertThat(after).isEqualTo(over);
    }

    @Test
    void shouldTakeTheEndInWhenTheBeginningWasNotHeard() {
        // When
        TaskInstance done = queued("a").hear(new TaskReport.Completed(1, LATER, Map.of()), POLICY, LATER);

        // Then
        assertThat(done.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(done.startedAt()).isEqualTo(LATER);
    }

    @Test
    void shouldHaveAllRetriesAgainUnderHigherNumbersWhenItIsCleared() {
        // When
        TaskInstance cleared = failed("a").clear(3);

        // Then
        assertThat(cleared.state()).isEqualTo(TaskState.NONE);
        assertThat(cleared.error()).isNull();
        assertThat(TestRuns.failAll(cleared).tryNumber()).isEqualTo(8);
    }

    @Test
    void shouldForgetTheLastTrysEndWhenTheNextIsSent() {
        // When
        TaskInstance second = upForRetry("a").schedule(LATER).queue(LATER);

        // Then
        assertThat(second.startedAt()).isNull();
        assertThat(second.endedAt()).isNull();
        assertThat(second.retryAt()).isNull();
        assertThat(second.error()).isNull();
        assertThat(second.worker()).isNull();
    }

    @Test
    void shouldRefuseWhenATransitionIsIllegal() {
        // Given
        TaskInstance done = succeeded("a");

        // Then
        assertThatThrownBy(() -> done.schedule(NOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task a cannot go from SUCCESS to SCHEDULED");
        assertThatThrownBy(() -> fresh("a").queue(NOON)).hasMessage("task a cannot go from NONE to QUEUED");
        assertThatThrownBy(() -> upForRetry("a").blockByUpstream(NOON))
                .hasMessage("task a cannot go from UP_FOR_RETRY to UPSTREAM_FAILED");
    }

    @Test
    void shouldAllowExactlyTheseTransitions() {
        // Given
        List<String> allowed = new ArrayList<>();

        // When
        for (TaskState from : TaskState.values()) {
            for (TaskState to : TaskState.values()) {
                if (to != TaskState.NONE && from.canBecome(to)) {
                    allowed.add(from + ">" + to);
                }
            }
        }

        // Then
        assertThat(allowed)
                .containsExactly(
                        "NONE>SCHEDULED",
                        "NONE>UPSTREAM_FAILED",
                        "NONE>SKIPPED",
                        "SCHEDULED>QUEUED",
                        "QUEUED>SCHEDULED",
                        "QUEUED>RUNNING",
                        "QUEUED>SUCCESS",
                        "QUEUED>FAILED",
                        "QUEUED>UP_FOR_RETRY",
                        "RUNNING>SCHEDULED",
                        "RUNNING>RUNNING",
                        "RUNNING>SUCCESS",
                        "RUNNING>FAILED",
                        "RUNNING>UP_FOR_RETRY",
                        "UP_FOR_RETRY>SCHEDULED");
    }
}

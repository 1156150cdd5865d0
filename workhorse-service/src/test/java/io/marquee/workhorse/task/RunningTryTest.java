package io.marquee.workhorse.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.TaskNews.LogLine;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningTryTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final RunningTry running = new RunningTry(TestOrchestrator.task("run", "test_echo", 1), NOON);

    @Test
    void shouldKeepTheOrderWhenLinesAreGivenBack() {
        // Given
        running.say("info", "one");
        running.say("info", "two");
        List<LogLine> unsent = running.takeLines();
        running.say("info", "three");

        // When
        running.giveBack(unsent);

        // Then
        assertThat(running.takeLines()).extracting(LogLine::line).containsExactly("one", "two", "three");
    }

    @Test
    void shouldLeaveTheOldestLinesOutWhenThereAreTooMany() {
        // Given
        for (int i = 1; i <= 502; i++) {
            running.say("info", "line " + i);
        }

        // When
        List<LogLine> lines = running.takeLines();

        // Then
        assertThat(lines).hasSize(501);
        assertThat(lines.get(0).line()).isEqualTo("2 lines left out");
        assertThat(lines.get(1).line()).isEqualTo("line 3");
        assertThat(running.takeLines()).isEmpty();
    }

    @Test
    void shouldNotBeginWhenItWasStoppedBefore() {
        // Given
        running.stop(RunningTry.Stop.SHUTDOWN);

        // When
        boolean began = running.begin();

        // Then
        assertThat(began).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shouldKeepTheFirstReasonWhenItIsStoppedTwice() {
        // Given
        running.stop(RunningTry.Stop.TIMEOUT);

        // When
        running.stop(RunningTry.Stop.SUPERSEDED);

        // Then
        assertThat(running.stopReason()).isEqualTo(RunningTry.Stop.TIMEOUT);
    }
}

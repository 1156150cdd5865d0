package io.marquee.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.event.TaskNews.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskNewsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final PipelineTask task = new PipelineTask(
            "id", NOW, "controltower", "nightly", "manual__1", "load", "ingest", Map.of(), Map.of(), 2, 4, NOW, null);
    private final TaskNews news = new TaskNews(task, "workhorse", "host-1:42");

    @Test
    void shouldKeepLogLinesOverTheWireWhenATaskIsRunning() throws UndecodableEventException {
        // Given
        List<LogLine> log = List.of(new LogLine(NOW, "info", "10 of 20"), new LogLine(NOW, "error", "row 3 is broken"));

        // When
        PipelineEvent event = overTheWire(news.running(NOW, Duration.ofMillis(2500), log));

        // Then
        assertThat(TaskNews.logOf(event)).isEqualTo(log);
        assertThat(TaskNews.workerOf(event)).isEqualTo("host-1:42");
        assertThat(event.durationSeconds()).isEqualTo(2.5);
        assertThat(event.tryNumber()).isEqualTo(2);
        assertThat(event.retryCount()).isEqualTo(1);
    }

    @Test
    void shouldTellALostTryFromAFailedOneWhenItIsRead() throws UndecodableEventException {
        // Given
        PipelineEvent lost = overTheWire(news.lost(NOW, "worker restarted"));
        PipelineEvent failed = overTheWire(news.failed(NOW, Duration.ofSeconds(1), "no such folder"));

        // When
        List<Boolean> answers = List.of(TaskNews.isLost(lost), TaskNews.isLost(failed));

        // Then
        assertThat(answers).containsExactly(true, false);
        assertThat(lost.errorMessage()).isEqualTo("worker restarted");
        assertThat(failed.errorMessage()).isEqualTo("no such folder");
    }

    @Test
    void shouldNotReadATasksOutputAsLogWhenItIsCalledLog() throws UndecodableEventException {
        // Given
        Map<String, Object> output = Map.of("log", List.of(Map.of("line", "mine")), "lost", true);

        // When
        PipelineEvent event = overTheWire(news.completed(NOW, Duration.ofSeconds(1), output));

        // Then
        assertThat(TaskNews.logOf(event)).isEmpty();
        assertThat(TaskNews.isLost(event)).isFalse();
        assertThat(event.outputData()).isEqualTo(output);
    }

    @Test
    void shouldKeepEmptyAndNullValuesWhenATaskReturnsThem() throws UndecodableEventException {
        // Given
        Map<String, Object> output = new HashMap<>();
        output.put("rejected", List.of());
        output.put("previous", null);

        // When
        PipelineEvent event = overTheWire(news.completed(NOW, Duration.ofSeconds(1), output));

        // Then
        assertThat(event.outputData()).isEqualTo(output);
    }

    private static PipelineEvent overTheWire(PipelineEvent event) throws UndecodableEventException {
        return EventCodec.decode(PipelineEvent.class, EventCodec.encode(event));
    }
}

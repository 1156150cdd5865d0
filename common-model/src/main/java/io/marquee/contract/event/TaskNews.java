package io.marquee.contract.event;

import io.marquee.contract.event.PipelineEvent.Status;
import io.marquee.contract.id.EventId;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a worker's news of a {@link PipelineTask} is written as {@link PipelineEvent} and read again; the one place that knows
 * where in the event the worker's name, its log lines and the mark of a lost try are.
 */
public final class TaskNews {

    private static final String WORKER = "worker";
    private static final String LOG = "log";
    private static final String LOST = "lost";

    /**
     * One line that a task said while it worked.
     *
     * @param level {@code info} or {@code error}
     */
    public record LogLine(Instant at, String level, String line) {}

    private final PipelineTask task;
    private final String source;
    private final String worker;

    /**
     * News of that task.
     *
     * @param source the service that sends it
     * @param worker the process that carries the task out, for people
     */
    public TaskNews(PipelineTask task, String source, String worker) {
        this.task = task;
        this.source = source;
        this.worker = worker;
    }

    /** The try begins. */
    public PipelineEvent started(Instant now) {
        return event(Status.STARTED, now, null, Map.of(), null);
    }

    /** The try goes on; with what it has said since the last news. */
    public PipelineEvent running(Instant now, Duration soFar, List<LogLine> log) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (LogLine line : log) {
            lines.add(Map.of("at", line.at().toString(), "level", line.level(), "line", line.line()));
        }
        return event(Status.RUNNING, now, soFar, lines.isEmpty() ? Map.of() : Map.of(LOG, lines), null);
    }

    /** The try has succeeded. */
    public PipelineEvent completed(Instant now, Duration took, Map<String, Object> output) {
        return event(Status.COMPLETED, now, took, output, null);
    }

    /** The try has failed by its own fault: it uses up a retry. */
    public PipelineEvent failed(Instant now, Duration took, String error) {
        return event(Status.FAILED, now, took, Map.of(), error);
    }

    /** The try has ended by no fault of the task: it uses up no retry. */
    public PipelineEvent lost(Instant now, String reason) {
        return event(Status.FAILED, now, null, Map.of(LOST, true), reason);
    }

    /** Who sent it; {@code unknown} when the event does not say. */
    public static String workerOf(PipelineEvent event) {
        return event.inputData().get(WORKER) instanceof String name ? name : "unknown";
    }

    /** Whether a failed try counts as lost. */
    public static boolean isLost(PipelineEvent event) {
        return event.status() == Status.FAILED
                && Boolean.TRUE.equals(event.outputData().get(LOST));
    }

    /** What the task said since the last news; a line without a readable time has the event's. */
    public static List<LogLine> logOf(PipelineEvent event) {
        if (event.status() != Status.RUNNING || !(event.outputData().get(LOG) instanceof List<?> lines)) {
            return List.of();
        }
        List<LogLine> log = new ArrayList<>();
        for (Object line : lines) {
            if (line instanceof Map<?, ?> fields && fields.get("line") instanceof String text) {
                String level = fields.get("level") instanceof String given ? given : "info";
                log.add(new LogLine(timeOf(fields.get("at"), event.timestamp()), level, text));
            }
        }
        return log;
    }

    private static Instant timeOf(@Nullable Object text, Instant otherwise) {
        try {
            return text instanceof String time ? Instant.parse(time) : otherwise;
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }

    private PipelineEvent event(
            Status status, Instant now, @Nullable Duration took, Map<String, Object> output, @Nullable String error) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put(WORKER, worker);
        return new PipelineEvent(
                EventId.next(now),
                now,
                source,
                task.dagId(),
                task.operator(),
                status,
                task.dagId(),
                task.dagRunId(),
                task.taskId(),
                task.tryNumber(),
                task.executionDate(),
                took == null ? null : took.toMillis() / 1000.0,
                input,
                output,
                error,
                task.tryNumber() - 1);
    }
}

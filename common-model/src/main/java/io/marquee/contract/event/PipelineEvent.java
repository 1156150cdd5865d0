package io.marquee.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker says how a pipeline task goes. {@link Status#RUNNING} is also its heartbeat, sent every few seconds.
 *
 * @param pipelineName the DAG
 * @param stage the task's operator, for example {@code train}
 * @param dagRunId the DAG run, as the orchestrator named it
 * @param tryNumber which try this is about, from 1; the orchestrator ignores news of a superseded try
 * @param executionDate the run's logical date
 * @param outputData what the task produced, for the tasks after it and for people
 * @param retryCount tries before this one
 */
public record PipelineEvent(
        String eventId,
        Instant timestamp,
        String source,
        String pipelineName,
        String stage,
        Status status,
        @Nullable String dagId,
        @Nullable String dagRunId,
        @Nullable String taskId,
        @Nullable Integer tryNumber,
        @Nullable Instant executionDate,
        @Nullable Double durationSeconds,
        Map<String, Object> inputData,
        Map<String, Object> outputData,
        @Nullable String errorMessage,
        @Nullable Integer retryCount)
        implements Event {

    /** Where the task stands. */
    public enum Status {
        STARTED,
        RUNNING,
        COMPLETED,
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Status fromWire(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public PipelineEvent {
        Require.text(eventId, "event_id");
        Require.present(timestamp, "timestamp");
        Require.text(source, "source");
        Require.text(pipelineName, "pipeline_name");
        Require.text(stage, "stage");
        Require.present(status, "status");
        inputData = Require.copy(inputData);
        outputData = Require.copy(outputData);
    }

    @Override
    public String eventType() {
        return "pipeline_event";
    }

    @Override
    public String key() {
        return dagRunId == null ? "event_" + eventType() : dagRunId;
    }
}

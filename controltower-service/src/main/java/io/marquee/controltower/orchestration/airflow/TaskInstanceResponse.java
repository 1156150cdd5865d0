package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.orchestration.execution.TaskView;
import io.marquee.controltower.orchestration.run.TaskInstance;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task of a run, as Airflow writes it. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record TaskInstanceResponse(
        String id,
        String taskId,
        String dagId,
        String dagRunId,
        int mapIndex,
        @Nullable Instant logicalDate,
        Instant runAfter,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Double duration,
        @Nullable String state,
        int tryNumber,
        int maxTries,
        String taskDisplayName,
        @Nullable String hostname,
        @Nullable String unixname,
        String pool,
        int poolSlots,
        @Nullable String queue,
        @Nullable Integer priorityWeight,
        String operator,
        @Nullable Instant queuedWhen,
        @Nullable Instant scheduledWhen,
        @Nullable Integer pid,
        @Nullable String executor,
        String executorConfig,
        @Nullable String note,
        @Nullable String renderedMapIndex,
        Map<String, Object> renderedFields,
        @Nullable Object trigger,
        @Nullable Object triggererJob,
        DagVersionResponse dagVersion) {

    static TaskInstanceResponse from(TaskView view) {
        TaskInstance task = view.task();
        return new TaskInstanceResponse(
                task.id(),
                task.taskId(),
                view.run().key().dagId(),
                view.run().key().runId(),
                -1,
                view.run().logicalDate(),
                view.run().runAfter(),
                task.startedAt(),
                task.endedAt(),
                DagRunResponse.seconds(task.startedAt(), task.endedAt()),
                task.state().wireName(),
                task.tryNumber(),
                task.maxTries(),
                task.taskId(),
                task.worker(),
                null,
                "default_pool",
                1,
                "default",
                1,
                view.definition().operator(),
                task.queuedAt(),
                task.scheduledAt(),
                null,
                null,
                "{}",
                null,
                null,
                view.definition().params(),
                null,
                null,
                DagVersionResponse.from(view.version()));
    }
}

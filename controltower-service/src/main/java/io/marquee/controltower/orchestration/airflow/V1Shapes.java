package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.definition.Schedule;
import io.marquee.controltower.orchestration.execution.RunView;
import io.marquee.controltower.orchestration.execution.TaskView;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunType;
import io.marquee.controltower.orchestration.run.TaskInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DAGs, runs and tasks as Airflow 2 wrote them. Every run had a date then: a run without one shows when it was due. */
final class V1Shapes {

    private V1Shapes() {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DagV1(
            String dagId,
            String dagDisplayName,
            @Nullable String description,
            String fileToken,
            String fileloc,
            @JsonProperty("is_active") boolean active,
            @JsonProperty("is_paused") boolean paused,
            @JsonProperty("is_subdag") boolean subdag,
            List<String> owners,
            @Nullable String rootDagId,
            @Nullable ScheduleInterval scheduleInterval,
            List<TagV1> tags,
            @Nullable String timetableDescription,
            @Nullable Instant nextDagrun,
            int maxActiveTasks,
            int maxActiveRuns,
            boolean hasTaskConcurrencyLimits,
            boolean hasImportErrors,
            Instant lastParsedTime) {

        static DagV1 from(DagCatalog.Entry entry, boolean paused, Instant now) {
            DagResponse v2 = DagResponse.from(entry, paused, now);
            Dag dag = entry.dag();
            Schedule schedule = dag.schedule();
            return new DagV1(
                    dag.dagId(),
                    dag.dagId(),
                    dag.description(),
                    v2.fileToken(),
                    v2.fileloc(),
                    true,
                    paused,
                    false,
                    v2.owners(),
                    null,
                    schedule == null ? null : new ScheduleInterval("CronExpression", schedule.cron()),
                    dag.tags().stream().map(TagV1::new).toList(),
                    v2.timetableDescription(),
                    v2.nextDagrunLogicalDate(),
                    dag.maxActiveTasks(),
                    dag.maxActiveRuns(),
                    false,
                    entry.broken(),
                    entry.parsedAt());
        }
    }

    record ScheduleInterval(@JsonProperty("__type") String type, String value) {}

    record TagV1(String name) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record DagsV1(List<DagV1> dags, long totalEntries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DagRunV1(
            Map<String, Object> conf,
            String dagId,
            String dagRunId,
            @Nullable Instant dataIntervalEnd,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant endDate,
            Instant executionDate,
            boolean externalTrigger,
            @Nullable Instant lastSchedulingDecision,
            Instant logicalDate,
            @Nullable String note,
            String runType,
            @Nullable Instant startDate,
            String state) {

        static DagRunV1 from(RunView view) {
            DagRun run = view.run();
            return new DagRunV1(
                    run.conf(),
                    run.key().dagId(),
                    run.key().runId(),
                    run.dataIntervalEnd(),
                    run.dataIntervalStart(),
                    run.endedAt(),
                    date(run),
                    run.type() == RunType.MANUAL,
                    run.lastDecisionAt(),
                    date(run),
                    run.note(),
                    run.type().wireName(),
                    run.startedAt(),
                    run.state().wireName());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record DagRunsV1(List<DagRunV1> dagRuns, long totalEntries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TaskInstanceV1(
            String dagId,
            String dagRunId,
            @Nullable Double duration,
            @Nullable Instant endDate,
            Instant executionDate,
            @Nullable String executor,
            String executorConfig,
            String hostname,
            int mapIndex,
            int maxTries,
            @Nullable String note,
            String operator,
            @Nullable Integer pid,
            String pool,
            int poolSlots,
            int priorityWeight,
            String queue,
            @Nullable Instant queuedWhen,
            Map<String, Object> renderedFields,
            @Nullable String renderedMapIndex,
            @Nullable Object slaMiss,
            @Nullable Instant startDate,
            @Nullable String state,
            String taskDisplayName,
            String taskId,
            @Nullable Object trigger,
            @Nullable Object triggererJob,
            int tryNumber,
            String unixname) {

        static TaskInstanceV1 from(TaskView view) {
            TaskInstance task = view.task();
            return new TaskInstanceV1(
                    view.run().key().dagId(),
                    view.run().key().runId(),
                    DagRunResponse.seconds(task.startedAt(), task.endedAt()),
                    task.endedAt(),
                    date(view.run()),
                    null,
                    "{}",
                    task.worker() == null ? "" : task.worker(),
                    -1,
                    task.maxTries(),
                    null,
                    view.definition().operator(),
                    null,
                    "default_pool",
                    1,
                    1,
                    "default",
                    task.queuedAt(),
                    view.definition().params(),
                    null,
                    null,
                    task.startedAt(),
                    task.state().wireName(),
                    task.taskId(),
                    task.taskId(),
                    null,
                    null,
                    task.tryNumber(),
                    "");
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record TaskInstancesV1(List<TaskInstanceV1> taskInstances, long totalEntries) {}

    private static Instant date(DagRun run) {
        return run.logicalDate() == null ? run.runAfter() : run.logicalDate();
    }
}

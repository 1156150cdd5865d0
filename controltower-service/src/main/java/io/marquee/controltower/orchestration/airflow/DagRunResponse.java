package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.orchestration.execution.RunView;
import io.marquee.controltower.orchestration.run.DagRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run, as Airflow writes it. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record DagRunResponse(
        String dagRunId,
        String dagId,
        @Nullable Instant logicalDate,
        Instant queuedAt,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Double duration,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        Instant runAfter,
        @Nullable Instant lastSchedulingDecision,
        String runType,
        String state,
        String triggeredBy,
        @Nullable String triggeringUserName,
        Map<String, Object> conf,
        @Nullable String note,
        List<DagVersionResponse> dagVersions,
        @Nullable String bundleVersion,
        String dagDisplayName) {

    static DagRunResponse from(RunView view) {
        DagRun run = view.run();
        return new DagRunResponse(
                run.key().runId(),
                run.key().dagId(),
                run.logicalDate(),
                run.queuedAt(),
                run.startedAt(),
                run.endedAt(),
                seconds(run.startedAt(), run.endedAt()),
                run.dataIntervalStart(),
                run.dataIntervalEnd(),
                run.runAfter(),
                run.lastDecisionAt(),
                run.type().wireName(),
                run.state().wireName(),
                run.type().triggeredBy(),
                null,
                run.conf(),
                run.note(),
                List.of(DagVersionResponse.from(view.version())),
                null,
                run.key().dagId());
    }

    /** The time between the two in seconds; null while one is missing. */
    static @Nullable Double seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toNanos() / 1e9;
    }
}

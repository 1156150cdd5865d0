package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.definition.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DAG, as Airflow writes it. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record DagResponse(
        String dagId,
        String dagDisplayName,
        @JsonProperty("is_paused") boolean paused,
        @JsonProperty("is_stale") boolean stale,
        Instant lastParsedTime,
        @Nullable Double lastParseDuration,
        @Nullable Instant lastExpired,
        String bundleName,
        @Nullable String bundleVersion,
        String relativeFileloc,
        String fileloc,
        @Nullable String description,
        @Nullable String timetableSummary,
        @Nullable String timetableDescription,
        List<Tag> tags,
        int maxActiveTasks,
        int maxActiveRuns,
        int maxConsecutiveFailedDagRuns,
        boolean hasTaskConcurrencyLimits,
        boolean hasImportErrors,
        @Nullable Instant nextDagrunLogicalDate,
        @Nullable Instant nextDagrunDataIntervalStart,
        @Nullable Instant nextDagrunDataIntervalEnd,
        @Nullable Instant nextDagrunRunAfter,
        List<String> owners,
        String fileToken) {

    /** Airflow's name for where DAG files come from; there is one folder. */
    static final String BUNDLE = "dags-folder";

    /** A tag of a DAG. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Tag(String name, String dagId, String dagDisplayName) {}

    static DagResponse from(DagCatalog.Entry entry, boolean paused, Instant now) {
        Dag dag = entry.dag();
        Schedule schedule = dag.schedule();
        Instant next = schedule == null ? null : schedule.nextAfter(now).orElse(null);
        return new DagResponse(
                dag.dagId(),
                dag.dagId(),
                paused,
                false,
                entry.parsedAt(),
                null,
                null,
                BUNDLE,
                null,
                entry.fileName(),
                entry.fileName(),
                dag.description(),
                schedule == null ? null : schedule.expression(),
                schedule == null ? "Never, external triggers only" : schedule.cron() + " " + schedule.zone(),
                dag.tags().stream()
                        .map(tag -> new Tag(tag, dag.dagId(), dag.dagId()))
                        .toList(),
                dag.maxActiveTasks(),
                dag.maxActiveRuns(),
                0,
                false,
                entry.broken(),
                next,
                next,
                next,
                next,
                List.of(dag.owner()),
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((BUNDLE + ":" + entry.fileName()).getBytes(StandardCharsets.UTF_8)));
    }
}

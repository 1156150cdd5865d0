package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Airflow's lists: the entries of one page and the number on all. */
final class Pages {

    private Pages() {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Dags(List<DagResponse> dags, long totalEntries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record DagRuns(List<DagRunResponse> dagRuns, long totalEntries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record TaskInstances(List<TaskInstanceResponse> taskInstances, long totalEntries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ImportErrors(List<ImportError> importErrors, long totalEntries) {}

    /** A DAG file that cannot be used. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ImportError(
            int importErrorId,
            Instant timestamp,
            String filename,
            @Nullable String bundleName,
            String stackTrace) {}
}

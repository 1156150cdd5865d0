package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.controltower.orchestration.execution.DagVersion;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version of a DAG, as Airflow writes it. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record DagVersionResponse(
        UUID id,
        int versionNumber,
        String dagId,
        @Nullable String bundleName,
        @Nullable String bundleVersion,
        Instant createdAt,
        String dagDisplayName,
        @Nullable String bundleUrl) {

    static DagVersionResponse from(DagVersion version) {
        return new DagVersionResponse(
                version.id(),
                version.number(),
                version.dagId(),
                DagResponse.BUNDLE,
                null,
                version.createdAt(),
                version.dagId(),
                null);
    }
}

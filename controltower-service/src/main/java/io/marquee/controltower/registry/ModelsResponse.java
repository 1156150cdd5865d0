package io.marquee.controltower.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is served. */
public record ModelsResponse(List<Model> models) {

    /**
     * One registered model.
     *
     * @param version the version that answers, null for none
     * @param runId the run that made it
     * @param lastCheck how the last look at the registry ended: loaded, unchanged, absent, unreachable, refused or pending
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Model(
            String name,
            boolean serving,
            @Nullable String version,
            @Nullable String runId,
            @Nullable Instant loadedAt,
            String lastCheck,
            String lastCheckDetail,
            @Nullable Instant lastCheckAt) {}

    static ModelsResponse from(List<ChampionStatus> statuses) {
        return new ModelsResponse(statuses.stream().map(ModelsResponse::model).toList());
    }

    private static Model model(ChampionStatus status) {
        RegisteredVersion serving = status.serving();
        return new Model(
                status.model(),
                serving != null,
                serving == null ? null : Integer.toString(serving.id().version()),
                serving == null ? null : serving.runId(),
                status.loadedAt(),
                status.outcome(),
                status.detail(),
                status.checkedAt());
    }
}

package io.marquee.workhorse.tracking.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers about registered models. */
final class RegistryMessages {

    private RegistryMessages() {}

    @MlflowMessage
    record Alias(String alias, String version) {}

    @MlflowMessage
    record VersionMessage(
            String name,
            String version,
            long creationTimestamp,
            long lastUpdatedTimestamp,
            @Nullable String userId,
            String currentStage,
            @Nullable String description,
            String source,
            @Nullable String runId,
            String status,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyValue> tags,
            @Nullable String runLink,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> aliases) {}

    @MlflowMessage
    record ModelMessage(
            String name,
            long creationTimestamp,
            long lastUpdatedTimestamp,
            @Nullable String description,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VersionMessage> latestVersions,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeyValue> tags,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Alias> aliases) {}

    @MlflowMessage
    record OneModel(ModelMessage registeredModel) {}

    @MlflowMessage
    record OneVersion(VersionMessage modelVersion) {}

    @MlflowMessage
    record Versions(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VersionMessage> modelVersions) {}

    @MlflowMessage
    record FoundModels(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ModelMessage> registeredModels,
            @Nullable String nextPageToken) {}

    @MlflowMessage
    record FoundVersions(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VersionMessage> modelVersions,
            @Nullable String nextPageToken) {}

    @MlflowMessage
    record DownloadUri(String artifactUri) {}
}

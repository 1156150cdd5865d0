package io.marquee.workhorse.tracking.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.workhorse.tracking.registry.RegistryMessages.VersionMessage;
import io.marquee.workhorse.tracking.run.RunFacts;
import io.marquee.workhorse.tracking.wire.KeyValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model as the simple verbs show it.
 *
 * @param versions newest first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ModelView(String name, @Nullable String description, Instant updatedAt, List<Version> versions) {

    /**
     * A version.
     *
     * @param location where its files are, for a client of the artefact API
     * @param run what the run that made it has logged; absent in lists and for runs of other servers
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Version(
            String model,
            int version,
            String stage,
            List<String> aliases,
            @Nullable String description,
            String location,
            @Nullable String runId,
            Instant createdAt,
            Instant updatedAt,
            Map<String, String> tags,
            @Nullable RunFacts run) {

        static Version of(VersionMessage message, String location, @Nullable RunFacts run) {
            Map<String, String> tags = new TreeMap<>();
            for (KeyValue tag : message.tags()) {
                tags.put(tag.key(), tag.value());
            }
            return new Version(
                    message.name(),
                    Integer.parseInt(message.version()),
                    message.currentStage(),
                    message.aliases(),
                    message.description(),
                    location,
                    message.runId(),
                    Instant.ofEpochMilli(message.creationTimestamp()),
                    Instant.ofEpochMilli(message.lastUpdatedTimestamp()),
                    tags,
                    run);
        }
    }
}

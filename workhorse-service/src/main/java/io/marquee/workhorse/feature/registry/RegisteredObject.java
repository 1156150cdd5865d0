package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Map;

/**
 * An entity, source, view or service in force.
 *
 * @param revision that its version began with
 * @param author who applied its version
 * @param createdAt when there was the first version of it
 * @param updatedAt when its version began
 * @param definition as its file has it, with defaults
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RegisteredObject(
        ObjectKind kind,
        String name,
        int version,
        long revision,
        String author,
        Instant createdAt,
        Instant updatedAt,
        Map<String, Object> definition) {}

package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of an entity, source, view or service.
 *
 * @param version goes up whenever the content changes; a view's only when its rows do, or when its file says so
 * @param revision of the registry that it begins with
 * @param content as JSON; null when it is gone from this revision on
 * @param contentHash SHA-256 of it
 * @param rowsHash of what a view's rows follow from; empty for other kinds
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ObjectVersion(
        ObjectKind kind,
        String name,
        int version,
        long revision,
        @JsonRawValue @Nullable String content,
        String contentHash,
        String rowsHash,
        String author,
        Instant createdAt) {

    boolean isGone() {
        return content == null;
    }
}

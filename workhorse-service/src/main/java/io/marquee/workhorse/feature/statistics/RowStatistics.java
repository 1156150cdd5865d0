package io.marquee.workhorse.feature.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a view hold in one of its stores.
 *
 * @param entities that have rows; estimated for offline rows
 * @param newestRow the latest event timestamp; null without rows
 * @param oldestEntity the event timestamp of the newest row of the entity that has not had one for longest
 * @param violations of all fields
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RowStatistics(
        long rows,
        long entities,
        @Nullable Instant newestRow,
        @Nullable Instant oldestEntity,
        long violations,
        List<FieldStatistics> fields) {}

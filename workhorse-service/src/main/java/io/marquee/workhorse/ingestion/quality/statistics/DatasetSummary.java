package io.marquee.workhorse.ingestion.quality.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data set as a whole.
 *
 * @param bytes on disk with indexes; of a derived data set those of the table behind it
 * @param changedAt when a row last changed or was stored, null while there is none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DatasetSummary(
        String name, long rows, long bytes, @Nullable Instant changedAt) {}

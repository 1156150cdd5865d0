package io.marquee.workhorse.ingestion.quality.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * The columns of a data set.
 *
 * @param rows of the data set
 * @param sampledRows that distributions, top values and estimated distinct counts are from; counts of nulls, minimum, maximum,
 *     mean and standard deviation are always of all rows
 * @param exact whether everything is of all rows
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DatasetStatistics(
        String dataset,
        long rows,
        long sampledRows,
        boolean exact,
        Instant computedAt,
        List<ColumnStatistics> columns) {}

package io.marquee.workhorse.feature.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A feature view, described.
 *
 * @param offline all rows of the current build; null when there is none
 * @param online a sample of the online rows; null when there is no entity to look for
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ViewStatistics(
        String view,
        int version,
        Instant madeAt,
        @Nullable Offline offline,
        @Nullable Online online) {

    /**
     * Offline rows.
     *
     * @param snapshotAt the moment of the catalogue they are of
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Offline(String buildId, Instant snapshotAt, RowStatistics rows) {}

    /**
     * Online rows.
     *
     * @param entitiesLookedFor entities that were drawn from the offline rows
     * @param entitiesMissing those of them without an online row
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Online(long entitiesLookedFor, long entitiesMissing, RowStatistics rows) {}
}

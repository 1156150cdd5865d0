package io.marquee.workhorse.feature.rows;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Online values, one row for each entity that was asked for, in their order. */
public record OnlineValues(List<Row> rows) {

    /** The values of an entity, in the order of the request. */
    public record Row(Map<String, Object> entity, List<Value> features) {}

    /**
     * A value.
     *
     * @param eventTimestamp of the row it stands in; null when there is none
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Value(
            String view,
            String feature,
            Status status,
            @Nullable Object value,
            @Nullable Instant eventTimestamp) {}

    /** How a value was found. */
    public enum Status {
        PRESENT,
        /** There is a row, and it says that this value is missing. */
        NULL_VALUE,
        /** There is no row. */
        NOT_FOUND,
        /** There is a row, older than its view allows. */
        OUTSIDE_MAX_AGE
    }
}

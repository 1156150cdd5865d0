package io.marquee.workhorse.feature.rows;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.feature.ValueCodec;
import io.marquee.workhorse.feature.serving.EntityColumn;
import io.marquee.workhorse.feature.serving.FeaturePlan;
import io.marquee.workhorse.feature.serving.FieldStatus;
import io.marquee.workhorse.feature.serving.OnlineFeatures;
import io.marquee.workhorse.feature.serving.RowReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Online values, one row for each entity that was asked for, in their order. */
public record OnlineValues(List<Row> rows) {

    private static final byte[] NOTHING = new byte[0];

    /** The values of an entity; those of a view stand together. */
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
            FieldStatus status,
            @Nullable Object value,
            @Nullable Instant eventTimestamp) {}

    /** What serving read, with full names. */
    static OnlineValues from(FeaturePlan plan, OnlineFeatures read) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < read.rows(); row++) {
            Map<String, Object> entity = new LinkedHashMap<>();
            for (EntityColumn column : read.entities()) {
                entity.put(column.joinKey(), column.values()[row]);
            }
            List<Value> values = new ArrayList<>();
            for (FeaturePlan.Column column : plan.columns()) {
                values.add(value(plan.views().get(column.view()).name(), column, read, row));
            }
            rows.add(new Row(entity, values));
        }
        return new OnlineValues(rows);
    }

    private static Value value(String view, FeaturePlan.Column column, OnlineFeatures read, int row) {
        RowReply in = read.row(column, row);
        byte[] bytes = in == null ? NOTHING : in.value(column.slot());
        FieldStatus status = read.status(column, row);
        boolean found = status != FieldStatus.NOT_FOUND;
        return new Value(
                view,
                column.name().substring(view.length() + 2),
                status,
                bytes.length == 0 ? null : ValueCodec.decode(bytes),
                found ? Instant.ofEpochSecond(read.seconds(column.view(), row), read.nanos(column.view(), row)) : null);
    }
}

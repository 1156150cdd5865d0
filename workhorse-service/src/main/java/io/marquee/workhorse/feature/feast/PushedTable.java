package io.marquee.workhorse.feature.feast;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.EntityRow;
import io.marquee.workhorse.feature.serving.ServingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a client hands in, column by column. Columns that a view does not have are passed over.
 *
 * @param columns values by the column's name
 */
record PushedTable(Map<String, List<@Nullable Object>> columns) {

    private static final String EVENT_TIMESTAMP = "event_timestamp";

    /** The year 9999, the last that Feast can write. */
    private static final long MOST_SECONDS = 253_402_300_799L;

    PushedTable {
        if (columns.values().stream().map(List::size).distinct().count() > 1) {
            throw ServingException.invalid("All arrays must be of the same length");
        }
    }

    /**
     * The rows of a view.
     *
     * @throws ServingException naming column and row, when a value is missing or is not valid
     */
    List<EntityRow> rows(ViewDefinition view) {
        Map<JoinKey, List<@Nullable Object>> keys = new LinkedHashMap<>();
        for (JoinKey joinKey : view.joinKeys()) {
            keys.put(joinKey, column(view, joinKey.column()));
        }
        List<@Nullable Object> times = column(view, EVENT_TIMESTAMP);
        Map<FeatureField, List<@Nullable Object>> fields = new LinkedHashMap<>();
        for (FeatureField field : view.view().fields()) {
            fields.put(field, column(view, field.name()));
        }
        List<EntityRow> rows = new ArrayList<>(times.size());
        for (int row = 0; row < times.size(); row++) {
            List<EntityKey.Part> parts = new ArrayList<>();
            for (Map.Entry<JoinKey, List<@Nullable Object>> key : keys.entrySet()) {
                JoinKey joinKey = key.getKey();
                Object value = PushedValue.key(joinKey, row, key.getValue().get(row));
                parts.add(new EntityKey.Part(joinKey.column(), joinKey.type(), value));
            }
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (Map.Entry<FeatureField, List<@Nullable Object>> field : fields.entrySet()) {
                values.put(
                        field.getKey().name(),
                        PushedValue.of(field.getKey(), row, field.getValue().get(row)));
            }
            rows.add(new EntityRow(new EntityKey(parts), new OnlineRow(time(times.get(row), row), values)));
        }
        return rows;
    }

    private List<@Nullable Object> column(ViewDefinition view, String name) {
        List<@Nullable Object> column = columns.get(name);
        if (column == null) {
            throw ServingException.invalid("column '" + name + "' of feature view " + view.name() + " is missing");
        }
        return column;
    }

    private static Instant time(@Nullable Object value, int row) {
        return switch (value) {
            case String text -> FeastTime.parse(EVENT_TIMESTAMP, text);
            case Long seconds when Math.abs(seconds) <= MOST_SECONDS -> Instant.ofEpochSecond(seconds);
            case null, default ->
                throw ServingException.invalid("column '" + EVENT_TIMESTAMP + "', row " + row
                        + ": expected a moment of ISO 8601 or seconds since the epoch, got: " + value);
        };
    }
}

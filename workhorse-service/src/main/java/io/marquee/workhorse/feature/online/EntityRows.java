package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.DuckDb;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads rows of a view from DuckDB as the online store holds them, a batch at a time. */
final class EntityRows {

    private EntityRows() {}

    /**
     * Reads a query's rows.
     *
     * @param query gives the view's join keys, event_timestamp and fields
     * @param batches takes lists of at most {@code batchSize} rows
     */
    static void read(DuckDb duckDb, FeatureView view, String query, int batchSize, Consumer<List<EntityRow>> batches)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        view.joinKeys().forEach(key -> columns.add(column(key.column(), key.type())));
        columns.add("epoch_us(event_timestamp)");
        view.fields().forEach(field -> columns.add(column(field.name(), field.type())));
        List<EntityRow> batch = new ArrayList<>(batchSize);
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM (" + query + ")")) {
            while (result.next()) {
                batch.add(row(view, result));
                if (batch.size() == batchSize) {
                    batches.accept(List.copyOf(batch));
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            batches.accept(List.copyOf(batch));
        }
    }

    private static String column(String name, ValueType type) {
        return type == ValueType.UNIX_TIMESTAMP ? "epoch(" + name + ")::BIGINT" : name;
    }

    private static EntityRow row(FeatureView view, ResultSet result) throws SQLException {
        int position = 1;
        List<EntityKey.Part> parts = new ArrayList<>();
        for (JoinKey joinKey : view.joinKeys()) {
            parts.add(new EntityKey.Part(
                    joinKey.column(),
                    joinKey.type(),
                    Objects.requireNonNull(value(joinKey.type(), result, position++), joinKey.column())));
        }
        Instant time = Instant.EPOCH.plus(result.getLong(position++), ChronoUnit.MICROS);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FeatureField field : view.fields()) {
            values.put(field.name(), value(field.type(), result, position++));
        }
        return new EntityRow(new EntityKey(parts), new OnlineRow(time, values));
    }

    private static @Nullable Object value(ValueType type, ResultSet result, int position) throws SQLException {
        if (type.isList()) {
            Array array = result.getArray(position);
            return array == null ? null : Stream.of((Object[]) array.getArray()).toList();
        }
        Object value =
                switch (type) {
                    case STRING -> result.getString(position);
                    case INT32 -> result.getInt(position);
                    case INT64, UNIX_TIMESTAMP -> result.getLong(position);
                    case DOUBLE -> result.getDouble(position);
                    case FLOAT -> result.getFloat(position);
                    case BOOL -> result.getBoolean(position);
                    case BYTES -> result.getBytes(position);
                    default -> throw new IllegalArgumentException(type + " is not a scalar");
                };
        return result.wasNull() ? null : value;
    }
}

package io.marquee.workhorse.feature.skew;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.DuckDb;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Looks up, for each served row, the offline values of the three moments that {@link SkewPolicy} compares with. */
final class OfflineMoments {

    /** Takes a served row with its offline values by feature. */
    @FunctionalInterface
    interface Taker {
        void take(ServedRow row, Map<String, SkewPolicy.Offline> values);
    }

    private static final int MOMENTS = 3;

    private final DuckDb duckDb;
    private final Duration settle;

    OfflineMoments(DuckDb duckDb, Duration settle) {
        this.duckDb = duckDb;
        this.settle = settle;
    }

    /**
     * Looks up all rows, and hands them on in their order.
     *
     * @param rows served rows of that view
     * @param parquet the view's offline rows: join key, event_timestamp, fields
     */
    void lookUp(FeatureView view, List<ServedRow> rows, Path parquet, Taker taker) throws SQLException {
        duckDb.execute("CREATE OR REPLACE TEMP TABLE moments (row_no INTEGER, moment INTEGER, entity BIGINT,"
                + " asked_at TIMESTAMP)");
        append(rows);
        String key = view.joinKeys().getFirst().column();
        StringBuilder sql = new StringBuilder("SELECT row_no, moment");
        for (FeatureField field : view.fields()) {
            sql.append(", ").append(column(view, field));
        }
        sql.append(" FROM moments ASOF LEFT JOIN read_parquet(")
                .append(DuckDb.literal(parquet))
                .append(") AS v ON moments.entity = v.")
                .append(key)
                .append(" AND moments.asked_at >= v.event_timestamp ORDER BY row_no, moment");
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery(sql.toString())) {
            for (ServedRow row : rows) {
                taker.take(row, threeMoments(view, result));
            }
        }
    }

    private void append(List<ServedRow> rows) throws SQLException {
        try (DuckDBAppender appender = duckDb.connection()
                .unwrap(DuckDBConnection.class)
                .createAppender(DuckDBConnection.DEFAULT_SCHEMA, "moments")) {
            for (int i = 0; i < rows.size(); i++) {
                ServedRow row = rows.get(i);
                Instant rowTime = row.rowTime();
                List<Instant> moments = List.of(
                        row.predictedAt().minus(settle),
                        row.predictedAt(),
                        rowTime == null ? row.predictedAt() : rowTime);
                for (int moment = 0; moment < MOMENTS; moment++) {
                    appender.beginRow();
                    appender.append(i);
                    appender.append(moment);
                    appender.append(row.entityId());
                    appender.append(LocalDateTime.ofInstant(moments.get(moment), ZoneOffset.UTC));
                    appender.endRow();
                }
            }
        }
    }

    private static Map<String, SkewPolicy.Offline> threeMoments(FeatureView view, ResultSet result)
            throws SQLException {
        List<List<@Nullable Object>> moments = new ArrayList<>(MOMENTS);
        for (int moment = 0; moment < MOMENTS; moment++) {
            if (!result.next()) {
                throw new IllegalStateException("the join gave too few rows of '" + view.name() + "'");
            }
            List<@Nullable Object> values = new ArrayList<>(view.fields().size());
            for (int i = 0; i < view.fields().size(); i++) {
                values.add(value(view.fields().get(i).type(), result, i + 3));
            }
            moments.add(values);
        }
        Map<String, SkewPolicy.Offline> values = new HashMap<>();
        for (int i = 0; i < view.fields().size(); i++) {
            values.put(
                    view.fields().get(i).name(),
                    new SkewPolicy.Offline(
                            moments.get(0).get(i),
                            moments.get(1).get(i),
                            moments.get(2).get(i)));
        }
        return values;
    }

    /** Rows that are older than the view's TTL are no longer given, as in training. */
    private static String column(FeatureView view, FeatureField field) {
        String value = field.type() == ValueType.UNIX_TIMESTAMP
                ? "epoch(v." + field.name() + ")::BIGINT"
                : "v." + field.name();
        long ttl = view.ttl().toSeconds();
        return ttl == 0
                ? value
                : "CASE WHEN v.event_timestamp >= moments.asked_at - INTERVAL " + ttl + " SECOND THEN " + value
                        + " END";
    }

    private static @Nullable Object value(ValueType type, ResultSet result, int position) throws SQLException {
        if (type.isList()) {
            Array array = result.getArray(position);
            return array == null ? null : Stream.of((Object[]) array.getArray()).toList();
        }
        Object value =
                switch (type) {
                    case INT32, INT64, UNIX_TIMESTAMP -> result.getLong(position);
                    case DOUBLE, FLOAT -> result.getDouble(position);
                    case BOOL -> result.getBoolean(position);
                    default -> result.getString(position);
                };
        return result.wasNull() ? null : value;
    }
}

package io.marquee.workhorse.feature.skew;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.EntityFrame;
import io.marquee.workhorse.feature.offline.HistoricalRetrieval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks up, for each served row, the offline values of the three moments that {@link SkewPolicy} compares with: by the same
 * retrieval that training sets come from.
 */
final class OfflineMoments {

    /** Takes a served row with its offline values by feature. */
    @FunctionalInterface
    interface Taker {
        void take(ServedRow row, Map<String, SkewPolicy.Offline> values);
    }

    private static final int MOMENTS = 3;
    private static final String ROW = "served_row";
    private static final String MOMENT = "served_moment";

    private final HistoricalRetrieval history;
    private final DuckDb duckDb;
    private final Duration settle;

    OfflineMoments(HistoricalRetrieval history, DuckDb duckDb, Duration settle) {
        this.history = history;
        this.duckDb = duckDb;
        this.settle = settle;
    }

    /** Looks up all served rows of that view, and hands them on in their order. */
    void lookUp(FeatureView view, List<ServedRow> rows, Taker taker) throws SQLException, IOException {
        Path joined = duckDb.file("moments.parquet");
        List<FeatureReference> features = view.fields().stream()
                .map(field -> new FeatureReference(view.name(), field.name()))
                .toList();
        history.join(frame(view, rows), features, joined);
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery(sql(view, joined))) {
            for (ServedRow row : rows) {
                taker.take(row, threeMoments(view, result));
            }
        } finally {
            Files.deleteIfExists(joined);
        }
    }

    private EntityFrame.Rows frame(FeatureView view, List<ServedRow> rows) {
        List<List<@Nullable Object>> frame = new ArrayList<>(rows.size() * MOMENTS);
        for (int i = 0; i < rows.size(); i++) {
            ServedRow row = rows.get(i);
            Instant rowTime = row.rowTime();
            List<Instant> moments = List.of(
                    row.predictedAt().minus(settle), row.predictedAt(), rowTime == null ? row.predictedAt() : rowTime);
            for (int moment = 0; moment < MOMENTS; moment++) {
                List<@Nullable Object> line = new ArrayList<>(List.of(i, moment));
                line.addAll(row.entity().values());
                line.add(moments.get(moment).toString());
                frame.add(line);
            }
        }
        List<String> columns = new ArrayList<>(List.of(ROW, MOMENT));
        view.joinKeys().forEach(key -> columns.add(key.column()));
        columns.add(EntityFrame.TIME);
        return new EntityFrame.Rows(columns, frame);
    }

    private static String sql(FeatureView view, Path joined) {
        StringBuilder sql =
                new StringBuilder("SELECT ").append(ROW).append(", ").append(MOMENT);
        for (FeatureField field : view.fields()) {
            String name = new FeatureReference(view.name(), field.name()).fullName();
            sql.append(", ").append(column(field.type(), name));
        }
        return sql.append(" FROM read_parquet(")
                .append(DuckDb.literal(joined))
                .append(") ORDER BY ")
                .append(ROW)
                .append(", ")
                .append(MOMENT)
                .toString();
    }

    private static Map<String, SkewPolicy.Offline> threeMoments(FeatureView view, ResultSet result)
            throws SQLException {
        List<List<@Nullable Object>> moments = new ArrayList<>(MOMENTS);
        for (int moment = 0; moment < MOMENTS; moment++) {
            if (!result.next()) {
                throw new IllegalStateException("the retrieval gave too few rows of '" + view.name() + "'");
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

    /** What to select so that {@link #value} can read it. */
    static String column(ValueType type, String name) {
        return type == ValueType.UNIX_TIMESTAMP ? "epoch(" + name + ")::BIGINT" : name;
    }

    static @Nullable Object value(ValueType type, ResultSet result, int position) throws SQLException {
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

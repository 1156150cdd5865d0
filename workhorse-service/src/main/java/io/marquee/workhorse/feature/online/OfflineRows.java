package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * The newest row of each entity of a view, from DuckDB straight into batches for Redis: column by column, without an object
 * for a row or a number.
 */
final class OfflineRows {

    private static final long MICROS = 1_000_000;

    private final DuckDb duckDb;
    private final FeatureView view;
    private final List<JoinKey> joinKeys;
    private final String rows;
    private final String keyColumns;
    private String wanted = "";
    private boolean alone;
    private boolean tied;

    /**
     * Rows of a view.
     *
     * @param rows a query that gives join keys, event_timestamp and fields; where it gives several rows of an entity at a
     *     time, also created_timestamp, and the one created last counts
     */
    OfflineRows(DuckDb duckDb, FeatureView view, String rows) {
        this.duckDb = duckDb;
        this.view = view;
        this.joinKeys = KeyEncoder.sorted(view.joinKeys());
        this.rows = rows;
        this.keyColumns =
                String.join(", ", joinKeys.stream().map(JoinKey::column).toList());
    }

    /**
     * Finds out which row is the newest of each entity, among those up to a time.
     *
     * @return how many entities there are
     */
    long find(Instant end) throws SQLException {
        wanted = "SELECT * FROM (" + rows + ") WHERE event_timestamp <= " + moment(end)
                + joinKeys.stream()
                        .map(key -> " AND " + key.column() + " IS NOT NULL")
                        .collect(Collectors.joining());
        duckDb.execute("CREATE OR REPLACE TEMP TABLE newest AS SELECT " + keyColumns
                + ", max(event_timestamp) AS event_timestamp, count(*) AS \"rows of it\" FROM (" + wanted
                + ") GROUP BY ALL");
        long entities = count("newest", "count(*)");
        alone = count("newest", "coalesce(sum(\"rows of it\"), 0)") == entities;
        tied = !alone
                && count("(" + wanted + ") JOIN newest USING (" + keyColumns + ", event_timestamp)", "count(*)")
                        > entities;
        return entities;
    }

    private long count(String relation, String what) throws SQLException {
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet count = statement.executeQuery("SELECT " + what + " FROM " + relation)) {
            count.next();
            return count.getLong(1);
        }
    }

    /**
     * Sends the rows that were found.
     *
     * @param progress is told, after each batch, how many there have been
     */
    OnlineStore.Written send(RowSink sink, LongConsumer progress) throws SQLException {
        RowEncoder encoder = sink.encoder();
        KeyEncoder keys = new KeyEncoder(joinKeys, encoder.project());
        ByteBuilder key = new ByteBuilder(64);
        RowBatch batch = sink.take();
        long done = 0;
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet result = statement.executeQuery(query())) {
            while (result.next()) {
                if (batch.isFull()) {
                    sink.send(batch);
                    progress.accept(done);
                    batch = sink.take();
                }
                int column = putKey(keys, key, result);
                long micros = result.getLong(column++);
                long seconds = Math.floorDiv(micros, MICROS);
                int nanos = (int) Math.floorMod(micros, MICROS) * 1000;
                batch.begin(key.array(), key.size(), seconds, nanos);
                List<FeatureField> fields = view.fields();
                for (int i = 0; i < fields.size(); i++) {
                    batch.putField(encoder.field(i));
                    put(fields.get(i).type(), result, column++, batch.values());
                }
                encoder.end(batch, seconds, nanos);
                done++;
            }
        }
        OnlineStore.Written written = sink.finish(batch);
        progress.accept(done);
        return written;
    }

    /** A moment as DuckDB's SQL has it, which knows microseconds. */
    static String moment(Instant time) {
        return "make_timestamp(" + (Math.multiplyExact(time.getEpochSecond(), MICROS) + time.getNano() / 1000)
                + "::BIGINT)";
    }

    private String query() {
        List<String> columns = new ArrayList<>();
        joinKeys.forEach(key -> columns.add(column(key.column(), key.type())));
        columns.add("epoch_us(event_timestamp)");
        view.fields().forEach(field -> columns.add(column(field.name(), field.type())));
        String selected = "SELECT " + String.join(", ", columns) + " FROM (" + wanted + ")";
        if (alone) {
            // Each entity has one row, as in a view that is made anew each time: nothing has to be looked up.
            return selected;
        }
        return selected + " JOIN newest USING (" + keyColumns + ", event_timestamp)"
                + (tied
                        ? " QUALIFY row_number() OVER (PARTITION BY " + keyColumns
                                + " ORDER BY created_timestamp DESC NULLS LAST) = 1"
                        : "");
    }

    private static String column(String name, ValueType type) {
        return switch (type) {
            case UNIX_TIMESTAMP -> "epoch(" + name + ")::BIGINT";
            case UNIX_TIMESTAMP_LIST -> "list_transform(" + name + ", lambda moment: epoch(moment)::BIGINT)";
            default -> name;
        };
    }

    private int putKey(KeyEncoder keys, ByteBuilder key, ResultSet result) throws SQLException {
        keys.begin(key);
        int column = 1;
        for (JoinKey joinKey : joinKeys) {
            switch (joinKey.type()) {
                case STRING ->
                    keys.putBytes(
                            key, ValueType.STRING, result.getString(column).getBytes(StandardCharsets.UTF_8));
                case BYTES -> keys.putBytes(key, ValueType.BYTES, result.getBytes(column));
                case INT32 -> keys.putInt(key, result.getInt(column));
                default -> keys.putLong(key, joinKey.type(), result.getLong(column));
            }
            column++;
        }
        keys.end(key);
        return column;
    }

    private static void put(ValueType type, ResultSet result, int column, ValueEncoder values) throws SQLException {
        switch (type) {
            case DOUBLE -> {
                double value = result.getDouble(column);
                if (result.wasNull()) {
                    values.putNull();
                } else {
                    values.putDouble(value);
                }
            }
            case FLOAT -> {
                float value = result.getFloat(column);
                if (result.wasNull()) {
                    values.putNull();
                } else {
                    values.putFloat(value);
                }
            }
            case INT32, INT64, UNIX_TIMESTAMP -> {
                long value = result.getLong(column);
                if (result.wasNull()) {
                    values.putNull();
                } else {
                    values.putVarint(type, value);
                }
            }
            case BOOL -> {
                boolean value = result.getBoolean(column);
                if (result.wasNull()) {
                    values.putNull();
                } else {
                    values.putVarint(type, value ? 1 : 0);
                }
            }
            case STRING -> values.put(type, result.getString(column));
            case BYTES -> values.put(type, result.getBytes(column));
            default -> {
                Array list = result.getArray(column);
                values.put(type, list == null ? null : elements((Object[]) list.getArray()));
            }
        }
    }

    private static List<Object> elements(Object[] elements) throws SQLException {
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] instanceof Blob bytes) {
                elements[i] = bytes.getBytes(1, Math.toIntExact(bytes.length()));
            }
        }
        return Arrays.asList(elements);
    }
}

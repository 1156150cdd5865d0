package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.online.redis.RedisException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Keys in Redis whose entities are not among those that {@link OfflineRows} found: what is online of an entity that is gone.
 * The keys are compared within DuckDB, which puts aside what does not fit into memory.
 */
final class StrayRows {

    private final DuckDb duckDb;
    private final List<JoinKey> joinKeys;

    /**
     * Begins without keys.
     *
     * @param duckDb that holds the entities that were found
     * @param joinKeys of the view, in any order
     */
    StrayRows(DuckDb duckDb, List<JoinKey> joinKeys) throws SQLException {
        this.duckDb = duckDb;
        this.joinKeys = KeyEncoder.sorted(joinKeys);
        duckDb.execute("CREATE OR REPLACE TABLE stored (redis_key BLOB, "
                + this.joinKeys.stream()
                        .map(key -> DuckDb.name(key.column()) + " " + type(key.type()))
                        .collect(Collectors.joining(", "))
                + ")");
    }

    private static String type(ValueType type) {
        // A moment's key holds seconds.
        return type == ValueType.UNIX_TIMESTAMP ? "BIGINT" : DuckDb.type(type);
    }

    /** Takes keys that are in Redis, in serialization version 3; those of other join keys or types are passed over. */
    void stored(List<byte[]> keys) throws SQLException {
        try (DuckDBAppender appender =
                duckDb.connection().unwrap(DuckDBConnection.class).createAppender("stored")) {
            for (byte[] key : keys) {
                List<Object> values = values(key);
                if (values.size() == joinKeys.size()) {
                    appender.beginRow();
                    appender.append(key);
                    for (Object value : values) {
                        append(appender, value);
                    }
                    appender.endRow();
                }
            }
        }
    }

    private static void append(DuckDBAppender appender, Object value) throws SQLException {
        switch (value) {
            case String text -> appender.append(text);
            case byte[] bytes -> appender.append(bytes);
            case Integer number -> appender.append(number.intValue());
            case Long number -> appender.append(number.longValue());
            default -> throw new IllegalStateException("a join key cannot be a " + value.getClass());
        }
    }

    /** The values of the join keys; fewer when the key is one of others. */
    private List<Object> values(byte[] key) {
        ByteBuffer rest = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        List<Object> values = new ArrayList<>();
        if (rest.getInt() != joinKeys.size()) {
            return values;
        }
        for (JoinKey joinKey : joinKeys) {
            rest.getInt();
            byte[] name = new byte[rest.getInt()];
            rest.get(name);
            if (!new String(name, StandardCharsets.UTF_8).equals(joinKey.column())) {
                return values;
            }
        }
        for (JoinKey joinKey : joinKeys) {
            int type = rest.getInt();
            byte[] value = new byte[rest.getInt()];
            rest.get(value);
            if (type != joinKey.type().number()) {
                return values;
            }
            ByteBuffer number = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
            values.add(
                    switch (joinKey.type()) {
                        case STRING -> new String(value, StandardCharsets.UTF_8);
                        case BYTES -> value;
                        case INT32 -> (Object) number.getInt();
                        default -> (Object) number.getLong();
                    });
        }
        return values;
    }

    /** What takes a page of keys. */
    @FunctionalInterface
    interface Page {
        void take(List<byte[]> keys) throws RedisException;
    }

    /** Hands the keys on whose entities are gone. */
    void find(int pageSize, Page page) throws SQLException, RedisException {
        String sameEntity = joinKeys.stream()
                .map(key -> "stored." + DuckDb.name(key.column()) + " = "
                        + (key.type() == ValueType.UNIX_TIMESTAMP
                                ? "epoch(newest." + DuckDb.name(key.column()) + ")::BIGINT"
                                : "newest." + DuckDb.name(key.column())))
                .collect(Collectors.joining(" AND "));
        List<byte[]> keys = new ArrayList<>(pageSize);
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT redis_key FROM stored ANTI JOIN newest ON " + sameEntity)) {
            while (row.next()) {
                keys.add(row.getBytes(1));
                if (keys.size() == pageSize) {
                    page.take(List.copyOf(keys));
                    keys.clear();
                }
            }
        }
        if (!keys.isEmpty()) {
            page.take(List.copyOf(keys));
        }
    }
}

package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.contract.id.EventId;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.EntityRow;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were handed in instead of being computed: Parquet files {@code features/<view>/pushed/<id>.parquet}. They are
 * read beside the current build until a build takes them in, and taken in again by every build after that.
 */
@ApplicationScoped
class PushedRows {

    /** A file of rows. */
    record Push(long id, String view, int version, String objectKey, long rows) {

        boolean isOf(String otherView, int otherVersion) {
            return view.equals(otherView) && version == otherVersion;
        }
    }

    /**
     * A file that holds what several held.
     *
     * @param ids of those
     */
    record Merged(String view, int version, List<Long> ids, String objectKey, long rows) {}

    private final Database database;
    private final ObjectStore store;
    private final FeatureConfig config;
    private final Clock clock;

    PushedRows(Database database, ObjectStore store, FeatureConfig config, Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** All there are, in the order in which they came. */
    List<Push> all() {
        return database.query(
                "SELECT id, view, version, object_key, row_count FROM features.offline_push ORDER BY id",
                row -> new Push(
                        row.getLong("id"),
                        row.getString("view"),
                        row.getInt("version"),
                        row.getString("object_key"),
                        row.getLong("row_count")));
    }

    /** A key for a new file of a view. */
    String newKey(String view) {
        return "features/" + view + "/pushed/" + EventId.next(clock.instant()) + ".parquet";
    }

    /** Puts one file in the place of several, as part of the current transaction; its id. */
    long replace(Merged merged) {
        database.update("DELETE FROM features.offline_push WHERE id = ANY (?)", (Object)
                merged.ids().stream().mapToLong(Long::longValue).toArray());
        return insert(merged.view(), merged.version(), merged.objectKey(), merged.rows());
    }

    /**
     * Stores rows; readers see all of them from then on.
     *
     * @throws IllegalArgumentException when a row has no value for a join key
     */
    void append(ViewDefinition definition, List<EntityRow> rows) throws SQLException, IOException {
        if (rows.isEmpty()) {
            return;
        }
        FeatureView view = definition.view();
        try (DuckDb duckDb = DuckDb.open(config)) {
            duckDb.execute("CREATE TABLE pushed (" + columns(view) + ")");
            try (DuckDBAppender appender =
                    duckDb.connection().unwrap(DuckDBConnection.class).createAppender("pushed")) {
                Instant now = clock.instant();
                for (EntityRow row : rows) {
                    append(appender, view, row, now);
                }
                appender.flush();
            }
            Path file = duckDb.file("pushed.parquet");
            duckDb.execute("COPY pushed TO " + DuckDb.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
            String key = newKey(view.name());
            store.put(key, file);
            Files.delete(file);
            insert(view.name(), view.version(), key, rows.size());
        }
    }

    private long insert(String view, int version, String key, long rows) {
        return database.query(
                        "INSERT INTO features.offline_push (view, version, object_key, row_count) VALUES (?, ?, ?, ?)"
                                + " RETURNING id",
                        row -> row.getLong(1),
                        view,
                        version,
                        key,
                        rows)
                .getFirst();
    }

    private static String columns(FeatureView view) {
        Map<String, ValueType> types = new TreeMap<>();
        view.joinKeys().forEach(key -> types.put(key.column(), key.type()));
        view.fields().forEach(field -> types.put(field.name(), field.type()));
        return ViewRows.columns(view).stream()
                .map(column -> column + " " + DuckDb.type(types.getOrDefault(column, ValueType.UNIX_TIMESTAMP)))
                .collect(Collectors.joining(", "));
    }

    private static void append(DuckDBAppender appender, FeatureView view, EntityRow row, Instant now)
            throws SQLException {
        appender.beginRow();
        for (JoinKey key : view.joinKeys()) {
            append(appender, key.type(), value(row.key(), key));
        }
        appender.append(utc(row.row().eventTimestamp()));
        appender.append(utc(now));
        for (FeatureField field : view.fields()) {
            append(appender, field.type(), row.row().values().get(field.name()));
        }
        appender.endRow();
    }

    private static Object value(EntityKey entity, JoinKey key) {
        return entity.parts().stream()
                .filter(part -> part.joinKey().equals(key.column()))
                .map(EntityKey.Part::value)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a row of '" + key.entity() + "' has no join key '" + key.column() + "'"));
    }

    private static void append(DuckDBAppender appender, ValueType type, @Nullable Object value) throws SQLException {
        if (value == null) {
            appender.appendNull();
            return;
        }
        if (type.isList()) {
            appender.append(
                    type.elementType() == ValueType.UNIX_TIMESTAMP
                            ? ((List<?>) value)
                                    .stream()
                                            .map(second -> utc(Instant.ofEpochSecond(((Number) second).longValue())))
                                            .toList()
                            : (List<?>) value);
            return;
        }
        switch (type) {
            case BYTES -> appender.append((byte[]) value);
            case STRING -> appender.append((String) value);
            case INT32 -> appender.append(((Number) value).intValue());
            case INT64 -> appender.append(((Number) value).longValue());
            case DOUBLE -> appender.append(((Number) value).doubleValue());
            case FLOAT -> appender.append(((Number) value).floatValue());
            case BOOL -> appender.append((boolean) (Boolean) value);
            case UNIX_TIMESTAMP -> appender.append(utc(Instant.ofEpochSecond(((Number) value).longValue())));
            default -> throw new IllegalArgumentException(type + " is not a scalar");
        }
    }

    /** Microseconds are what all rows have. */
    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}

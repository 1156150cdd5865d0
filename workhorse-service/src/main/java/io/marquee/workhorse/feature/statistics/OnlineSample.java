package io.marquee.workhorse.feature.statistics;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.offline.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Online rows of some entities as a table of DuckDB, so that the same statistics can be taken of them. */
final class OnlineSample {

    /** The table that {@link #load} makes. */
    static final String TABLE = "online_sample";

    private final DuckDb duckDb;
    private final ObjectMapper json;

    OnlineSample(DuckDb duckDb, ObjectMapper json) {
        this.duckDb = duckDb;
        this.json = json;
    }

    /** Draws entities at random, the same each time, from a relation of rows. */
    List<EntityKey> draw(FeatureView view, String relation, int entities) throws SQLException {
        List<String> columns = view.joinKeys().stream().map(JoinKey::column).toList();
        String keys = String.join(", ", columns);
        List<EntityKey> drawn = new ArrayList<>();
        try (Statement statement = duckDb.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT " + keys + " FROM (SELECT DISTINCT " + keys + " FROM "
                        + relation + ") ORDER BY hash(" + keys + "), " + keys + " LIMIT " + entities)) {
            while (row.next()) {
                List<EntityKey.Part> parts = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    JoinKey key = view.joinKeys().get(i);
                    parts.add(new EntityKey.Part(key.column(), key.type(), value(key.type(), row, i + 1)));
                }
                drawn.add(new EntityKey(parts));
            }
        }
        return drawn;
    }

    /**
     * Makes the table.
     *
     * @param rows one per key, null where there is none
     */
    void load(FeatureView view, List<EntityKey> keys, List<@Nullable OnlineRow> rows) throws SQLException, IOException {
        Path file = duckDb.file(TABLE + ".json");
        try (JsonGenerator out = json.getFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            for (int i = 0; i < keys.size(); i++) {
                OnlineRow row = rows.get(i);
                if (row != null) {
                    write(view, keys.get(i), row, out);
                }
            }
        }
        duckDb.execute("CREATE OR REPLACE TABLE " + TABLE + " AS SELECT * FROM read_json(" + DuckDb.literal(file)
                + ", format = 'newline_delimited', columns = {" + columns(view) + "})");
    }

    private static void write(FeatureView view, EntityKey key, OnlineRow row, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (EntityKey.Part part : key.parts()) {
            out.writeObjectField(part.joinKey(), part.value());
        }
        out.writeStringField(
                "event_timestamp",
                LocalDateTime.ofInstant(row.eventTimestamp(), ZoneOffset.UTC).toString());
        for (FeatureField field : view.fields()) {
            Object value = row.values().get(field.name());
            out.writeObjectField(
                    field.name(),
                    field.type() == ValueType.UNIX_TIMESTAMP && value instanceof Long seconds
                            ? LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
                                    .toString()
                            : value);
        }
        out.writeEndObject();
        out.writeRaw('\n');
    }

    private static String columns(FeatureView view) {
        List<String> columns = new ArrayList<>();
        view.joinKeys().forEach(key -> columns.add("'" + key.column() + "': '" + type(key.type()) + "'"));
        columns.add("'event_timestamp': 'TIMESTAMP'");
        view.fields().forEach(field -> columns.add("'" + field.name() + "': '" + type(field.type()) + "'"));
        return String.join(", ", columns);
    }

    private static String type(ValueType type) {
        if (type.isList()) {
            return type(type.elementType()) + "[]";
        }
        return switch (type) {
            case INT32, INT64 -> "BIGINT";
            case DOUBLE, FLOAT -> "DOUBLE";
            case UNIX_TIMESTAMP -> "TIMESTAMP";
            case BOOL -> "BOOLEAN";
            default -> "VARCHAR";
        };
    }

    private static Object value(ValueType type, ResultSet row, int position) throws SQLException {
        return switch (type) {
            case STRING -> row.getString(position);
            case BYTES -> row.getBytes(position);
            case INT32 -> row.getInt(position);
            default -> row.getLong(position);
        };
    }
}

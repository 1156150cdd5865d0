package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of a JDBC result, and their values in the classes that {@link ColumnType} promises. */
final class JdbcColumns {

    private final Dialect dialect;
    private final List<Column> columns = new ArrayList<>();
    private final List<Getter> getters = new ArrayList<>();

    @FunctionalInterface
    private interface Getter {
        @Nullable
        Object get(ResultSet row, int column) throws SQLException;
    }

    JdbcColumns(ResultSetMetaData metaData, Dialect dialect) throws SQLException {
        this.dialect = dialect;
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            ColumnType type = type(metaData.getColumnType(i), typeName(metaData, i), metaData.getScale(i));
            columns.add(new Column(metaData.getColumnLabel(i), type));
            getters.add(getter(type, metaData.getColumnType(i), typeName(metaData, i)));
        }
    }

    List<Column> columns() {
        return List.copyOf(columns);
    }

    /** The current row. */
    @Nullable
    Object[] values(ResultSet row) throws SQLException {
        @Nullable Object[] values = new Object[getters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = getters.get(i).get(row, i + 1);
        }
        return values;
    }

    private ColumnType type(int type, String name, int scale) {
        if (dialect == Dialect.SQLITE) {
            return declared(name);
        }
        return switch (type) {
            case Types.BIT, Types.BOOLEAN ->
                name.equals("bit") && dialect.isPostgres() ? ColumnType.TEXT : ColumnType.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> ColumnType.INTEGER;
            case Types.BIGINT -> name.contains("unsigned") ? ColumnType.DECIMAL : ColumnType.INTEGER;
            case Types.NUMERIC, Types.DECIMAL ->
                // Snowflake has no other whole number.
                dialect == Dialect.SNOWFLAKE && scale == 0 ? ColumnType.INTEGER : ColumnType.DECIMAL;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> ColumnType.DOUBLE;
            case Types.DATE -> name.equals("year") ? ColumnType.INTEGER : ColumnType.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.TIMESTAMP;
            case Types.ARRAY -> ColumnType.TEXT_LIST;
            default -> name.equals("datetimeoffset") ? ColumnType.TIMESTAMP : ColumnType.TEXT;
        };
    }

    /** SQLite holds any value in any column; what was declared is what is meant. */
    private static ColumnType declared(String name) {
        if (name.startsWith("bool")) {
            return ColumnType.BOOLEAN;
        }
        if (name.contains("int")) {
            return ColumnType.INTEGER;
        }
        if (name.contains("real") || name.contains("floa") || name.contains("doub")) {
            return ColumnType.DOUBLE;
        }
        if (name.startsWith("timestamp") || name.startsWith("datetime")) {
            return ColumnType.TIMESTAMP;
        }
        return name.startsWith("date") ? ColumnType.DATE : ColumnType.TEXT;
    }

    private Getter getter(ColumnType type, int jdbcType, String name) {
        if (dialect == Dialect.SQLITE) {
            return JdbcColumns::raw;
        }
        return switch (type) {
            case TEXT -> isBinary(jdbcType) ? JdbcColumns::hex : ResultSet::getString;
            case INTEGER ->
                (row, column) -> {
                    long value = row.getLong(column);
                    return row.wasNull() ? null : value;
                };
            case DECIMAL -> ResultSet::getBigDecimal;
            case DOUBLE -> jdbcType == Types.REAL ? JdbcColumns::single : JdbcColumns::doubled;
            case BOOLEAN ->
                (row, column) -> {
                    boolean value = row.getBoolean(column);
                    return row.wasNull() ? null : value;
                };
            case DATE -> (row, column) -> row.getObject(column, LocalDate.class);
            case TIMESTAMP -> hasZone(jdbcType, name) ? JdbcColumns::zoned : JdbcColumns::local;
            case TEXT_LIST -> JdbcColumns::array;
        };
    }

    private static boolean isBinary(int type) {
        return type == Types.BINARY || type == Types.VARBINARY || type == Types.LONGVARBINARY || type == Types.BLOB;
    }

    private boolean hasZone(int type, String name) {
        return type == Types.TIMESTAMP_WITH_TIMEZONE
                || name.equals("timestamptz")
                || name.equals("datetimeoffset")
                || name.startsWith("timestamptz")
                || name.startsWith("timestampltz")
                || dialect == Dialect.BIGQUERY && name.equals("timestamp");
    }

    private static @Nullable Object raw(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case Float number -> Double.valueOf(number.toString());
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> value;
        };
    }

    private static @Nullable Object doubled(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** 0.1 in single precision is 0.1 to its reader, and not 0.10000000149. */
    private static @Nullable Object single(ResultSet row, int column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? null : Double.valueOf(Float.toString(value));
    }

    private static @Nullable Object hex(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable Object zoned(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable Instant local(ResultSet row, int column) throws SQLException {
        LocalDateTime value = row.getObject(column, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Object array(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
            if (element != null) {
                texts.add(element instanceof BigDecimal number ? number.toPlainString() : element.toString());
            }
        }
        return texts;
    }

    private static String typeName(ResultSetMetaData metaData, int column) throws SQLException {
        String name = metaData.getColumnTypeName(column);
        return name == null ? "" : name.toLowerCase(Locale.ROOT);
    }
}

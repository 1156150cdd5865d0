package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.ColumnValues;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a column of a type is called in each dialect's tables, and how a value gets there. */
final class SqlTypes {

    private SqlTypes() {}

    /**
     * The type in a CREATE TABLE.
     *
     * @param key whether the column is part of a key, for which some dialects want a length
     */
    static String name(ColumnType type, Dialect dialect, boolean key) {
        return switch (type) {
            case TEXT -> text(dialect, key);
            case INTEGER ->
                switch (dialect) {
                    case SQLITE -> "INTEGER";
                    case BIGQUERY -> "INT64";
                    default -> "BIGINT";
                };
            case DECIMAL ->
                switch (dialect) {
                    case POSTGRESQL -> "NUMERIC";
                    // As text, since its own numbers are of double precision.
                    case SQLITE -> "TEXT";
                    case BIGQUERY -> "BIGNUMERIC";
                    default -> "DECIMAL(38,10)";
                };
            case DOUBLE ->
                switch (dialect) {
                    case SQLITE -> "REAL";
                    case SQLSERVER -> "FLOAT(53)";
                    case BIGQUERY -> "FLOAT64";
                    default -> "DOUBLE PRECISION";
                };
            case BOOLEAN ->
                switch (dialect) {
                    case SQLSERVER -> "BIT";
                    case BIGQUERY -> "BOOL";
                    default -> "BOOLEAN";
                };
            case DATE -> "DATE";
            case TIMESTAMP ->
                switch (dialect) {
                    case POSTGRESQL, REDSHIFT -> "TIMESTAMPTZ";
                    case MYSQL, MARIADB -> "DATETIME(6)";
                    case SQLSERVER -> "DATETIMEOFFSET(6)";
                    case SNOWFLAKE -> "TIMESTAMP_TZ";
                    case SQLITE, BIGQUERY -> "TIMESTAMP";
                };
            case TEXT_LIST -> dialect == Dialect.POSTGRESQL ? "TEXT[]" : text(dialect, false);
        };
    }

    private static String text(Dialect dialect, boolean key) {
        return switch (dialect) {
            case POSTGRESQL, SQLITE -> "TEXT";
            case MYSQL, MARIADB -> key ? "VARCHAR(255)" : "LONGTEXT";
            case SQLSERVER -> key ? "NVARCHAR(255)" : "NVARCHAR(MAX)";
            case REDSHIFT -> "VARCHAR(65535)";
            case SNOWFLAKE -> "VARCHAR";
            case BIGQUERY -> "STRING";
        };
    }

    /** Binds a value of a column of that type. */
    static void bind(PreparedStatement statement, int at, @Nullable Object value, ColumnType type, Dialect dialect)
            throws SQLException {
        if (value == null) {
            statement.setNull(at, jdbcType(type, dialect));
            return;
        }
        if (dialect == Dialect.SQLITE) {
            bindSqlite(statement, at, value);
            return;
        }
        switch (value) {
            case Instant instant
            when dialect.isMysql() -> statement.setObject(at, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
            case List<?> list
            when dialect == Dialect.POSTGRESQL ->
                statement.setArray(at, statement.getConnection().createArrayOf("text", list.toArray()));
            case List<?> list -> statement.setString(at, ColumnValues.text(list));
            case BigDecimal decimal -> statement.setBigDecimal(at, decimal);
            default -> statement.setObject(at, value);
        }
    }

    private static void bindSqlite(PreparedStatement statement, int at, Object value) throws SQLException {
        switch (value) {
            case Long number -> statement.setLong(at, number);
            case Double number -> statement.setDouble(at, number);
            case Boolean flag -> statement.setInt(at, flag ? 1 : 0);
            default -> statement.setString(at, ColumnValues.text(value));
        }
    }

    private static int jdbcType(ColumnType type, Dialect dialect) {
        return switch (type) {
            case TEXT -> Types.VARCHAR;
            case INTEGER -> Types.BIGINT;
            case DECIMAL -> Types.DECIMAL;
            case DOUBLE -> Types.DOUBLE;
            case BOOLEAN -> dialect == Dialect.SQLSERVER ? Types.BIT : Types.BOOLEAN;
            case DATE -> Types.DATE;
            case TIMESTAMP -> dialect.isPostgres() ? Types.TIMESTAMP_WITH_TIMEZONE : Types.TIMESTAMP;
            case TEXT_LIST -> dialect == Dialect.POSTGRESQL ? Types.ARRAY : Types.VARCHAR;
        };
    }
}

package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Brings rows of any adapter into DuckDB, one after the other, so memory stays bounded. */
final class RowsTable {

    private static final int SCALE = 10;

    private RowsTable() {}

    /** Makes a table of that name of the rows; they are read to their end but not closed. */
    static void load(DuckDb duckDb, String table, Rows rows) throws SQLException, IOException {
        List<Column> columns = rows.columns();
        duckDb.execute("CREATE TABLE " + DuckDb.name(table) + " ("
                + columns.stream()
                        .map(column -> DuckDb.name(column.name()) + " " + type(column.type()))
                        .collect(Collectors.joining(", "))
                + ")");
        try (DuckDBAppender appender =
                duckDb.connection().unwrap(DuckDBConnection.class).createAppender(table)) {
            @Nullable Object[] row = rows.next();
            while (row != null) {
                appender.beginRow();
                for (Object value : row) {
                    append(appender, value);
                }
                appender.endRow();
                row = rows.next();
            }
            appender.flush();
        }
    }

    private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case String text -> appender.append(text);
            case Long number -> appender.append(number.longValue());
            case Integer number -> appender.append(number.longValue());
            case Double number -> appender.append(number.doubleValue());
            case Boolean flag -> appender.append(flag.booleanValue());
            case BigDecimal number -> appender.append(number.setScale(SCALE, RoundingMode.HALF_EVEN));
            case LocalDate date -> appender.append(date);
            case Instant time -> appender.append(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
            case List<?> texts -> appender.append(texts);
            default -> throw new IllegalStateException("no adapter gives a " + value.getClass());
        }
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case DECIMAL -> "DECIMAL(38," + SCALE + ")";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case TEXT_LIST -> "VARCHAR[]";
        };
    }
}

package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.Rows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet through DuckDB, which takes the rows from a CSV file of its own, so memory stays bounded. Exact numbers have
 * ten digits after the point, times are exact to the microsecond.
 */
final class ParquetWriter implements RowsWriter {

    /** Comes before each text of a list on the way through the CSV file. */
    private static final String PART = "\u001F";

    private static final String CSV_FORMAT =
            "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
                    + " nullstr = '', allow_quoted_nulls = false, parallel = false, strict_mode = true,"
                    + " max_line_size = 33554432, buffer_size = 134217728";

    @Override
    public long write(Rows rows, OutputStream out) throws IOException {
        try (DuckDbFiles duckDb = DuckDbFiles.open();
                Statement statement = duckDb.connection().createStatement()) {
            Path csv = duckDb.file("rows.csv");
            long count;
            try (OutputStream buffer = new BufferedOutputStream(Files.newOutputStream(csv))) {
                count = new DelimitedWriter(',', FileOptions.DEFAULT).write(new FlatLists(rows), buffer);
            }
            Path parquet = duckDb.file("rows.parquet");
            statement.execute("COPY (SELECT " + casts(rows.columns()) + " FROM read_csv("
                    + DuckDbFiles.literal(csv.toString()) + ", columns = {" + texts(rows.columns()) + "}, " + CSV_FORMAT
                    + ")) TO " + DuckDbFiles.literal(parquet.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
            Files.copy(parquet, out);
            return count;
        } catch (SQLException e) {
            throw new IOException("cannot write Parquet: " + DuckDbFiles.firstLine(e), e);
        }
    }

    private static String texts(List<Column> columns) {
        return columns.stream()
                .map(column -> DuckDbFiles.literal(column.name()) + ": 'VARCHAR'")
                .collect(Collectors.joining(", "));
    }

    private static String casts(List<Column> columns) {
        return columns.stream()
                .map(column -> {
                    String name = "\"" + column.name().replace("\"", "\"\"") + "\"";
                    return cast(name, column.type()) + " AS " + name;
                })
                .collect(Collectors.joining(", "));
    }

    private static String cast(String name, ColumnType type) {
        return switch (type) {
            case TEXT -> name;
            case INTEGER -> "CAST(" + name + " AS BIGINT)";
            case DECIMAL -> "CAST(" + name + " AS DECIMAL(38,10))";
            case DOUBLE -> "CAST(" + name + " AS DOUBLE)";
            case BOOLEAN -> "CAST(" + name + " AS BOOLEAN)";
            case DATE -> "CAST(" + name + " AS DATE)";
            case TIMESTAMP -> "CAST(" + name + " AS TIMESTAMPTZ)";
            case TEXT_LIST ->
                "CASE WHEN " + name + " = '' THEN CAST([] AS VARCHAR[]) ELSE string_split(substr(" + name
                        + ", 2), chr(31)) END";
        };
    }

    /** Lists as one text each. */
    private record FlatLists(Rows rows) implements Rows {

        @Override
        public List<Column> columns() {
            return rows.columns();
        }

        @Override
        public @Nullable Object @Nullable [] next() throws IOException {
            @Nullable Object[] row = rows.next();
            if (row == null) {
                return null;
            }
            for (int i = 0; i < row.length; i++) {
                if (row[i] instanceof List<?> list) {
                    row[i] = flat(list);
                }
            }
            return row;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }

        private static String flat(List<?> list) throws IOException {
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                String text = String.valueOf(element);
                if (text.contains(PART)) {
                    throw new IOException(
                            "a list's text with the control character U+001F cannot be written as Parquet");
                }
                texts.add(PART + text);
            }
            return String.join("", texts);
        }
    }
}

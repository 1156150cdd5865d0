package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Parquet file, streamed by DuckDB; one that lies elsewhere, or is packed once more, is first brought to this machine. */
final class ParquetRows implements Rows {

    private final String origin;
    private final DuckDbFiles duckDb;
    private final Statement statement;
    private final ResultSet result;
    private final List<Column> columns = new ArrayList<>();

    private ParquetRows(String origin, DuckDbFiles duckDb, Statement statement, ResultSet result) throws SQLException {
        this.origin = origin;
        this.duckDb = duckDb;
        this.statement = statement;
        this.result = result;
        ResultSetMetaData metaData = result.getMetaData();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            columns.add(new Column(metaData.getColumnLabel(i), type(metaData.getColumnTypeName(i))));
        }
    }

    static ParquetRows open(DataFile file) throws IOException {
        DuckDbFiles duckDb = DuckDbFiles.open();
        try {
            String path = duckDb.bring(file);
            Statement statement = duckDb.connection().createStatement();
            return new ParquetRows(
                    file.origin(),
                    duckDb,
                    statement,
                    statement.executeQuery("SELECT * FROM read_parquet(" + DuckDbFiles.literal(path) + ")"));
        } catch (SQLException e) {
            duckDb.close();
            throw new IOException(file.origin() + " cannot be read as Parquet: " + DuckDbFiles.firstLine(e), e);
        } catch (IOException | RuntimeException e) {
            duckDb.close();
            throw e;
        }
    }

    @Override
    public List<Column> columns() {
        return List.copyOf(columns);
    }

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
        try {
            if (!result.next()) {
                return null;
            }
            @Nullable Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(columns.get(i).type(), i + 1);
            }
            return values;
        } catch (SQLException e) {
            throw new IOException(origin + " cannot be read: " + DuckDbFiles.firstLine(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            result.close();
            statement.close();
        } catch (SQLException e) {
            throw new IOException(origin + " cannot be closed", e);
        } finally {
            duckDb.close();
        }
    }

    private @Nullable Object value(ColumnType type, int column) throws SQLException {
        if (result.getObject(column) == null) {
            return null;
        }
        return switch (type) {
            case INTEGER -> result.getLong(column);
            case DECIMAL -> result.getBigDecimal(column);
            case DOUBLE -> doubled(column);
            case BOOLEAN -> result.getBoolean(column);
            case DATE -> result.getObject(column, LocalDate.class);
            case TIMESTAMP -> timestamp(column);
            case TEXT_LIST -> texts(result.getArray(column));
            case TEXT -> result.getString(column);
        };
    }

    private Double doubled(int column) throws SQLException {
        Object value = result.getObject(column);
        return value instanceof Float number ? Double.valueOf(number.toString()) : result.getDouble(column);
    }

    private java.time.Instant timestamp(int column) throws SQLException {
        Object value = result.getObject(column);
        return value instanceof OffsetDateTime time
                ? time.toInstant()
                : result.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    private static List<String> texts(Array array) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
            if (element != null) {
                texts.add(element.toString());
            }
        }
        return texts;
    }

    private static ColumnType type(String name) {
        if (name.endsWith("[]")) {
            return ColumnType.TEXT_LIST;
        }
        if (name.startsWith("DECIMAL")) {
            return ColumnType.DECIMAL;
        }
        if (name.startsWith("TIMESTAMP")) {
            return ColumnType.TIMESTAMP;
        }
        return switch (name) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> ColumnType.INTEGER;
            case "UBIGINT", "HUGEINT", "UHUGEINT" -> ColumnType.DECIMAL;
            case "FLOAT", "DOUBLE" -> ColumnType.DOUBLE;
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "DATE" -> ColumnType.DATE;
            default -> ColumnType.TEXT;
        };
    }
}

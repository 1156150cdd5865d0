package io.marquee.workhorse.ingestion.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An adapter's rows, one after the other as the one record. */
public final class RowsReader implements RecordReader, SourceRecord {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Rows rows;
    private final List<ColumnMapping.Position> positions;
    private final int[] indexes;
    private @Nullable Object @Nullable [] row;
    private long number;

    /**
     * Takes the rows over.
     *
     * @throws io.marquee.contract.problem.ProblemException when the mapping does not fit their columns
     */
    public RowsReader(Rows rows, ColumnMapping mapping, String where) {
        this.rows = rows;
        this.positions = mapping.positions(names(rows), where);
        this.indexes =
                positions.stream().mapToInt(ColumnMapping.Position::index).toArray();
    }

    @Override
    public List<Column> columns() {
        return positions.stream().map(ColumnMapping.Position::column).toList();
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        row = rows.next();
        number++;
        return row == null ? null : this;
    }

    /** Rows, since a result has no length that is known before its end. */
    @Override
    public long position() {
        return number;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    public String raw() {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        @Nullable Object[] values = current();
        for (int i = 0; i < values.length; i++) {
            named.put(rows.columns().get(i).name(), values[i]);
        }
        try {
            return JSON.writeValueAsString(named);
        } catch (JsonProcessingException e) {
            return named.toString();
        }
    }

    @Override
    public @Nullable Object value(int column) {
        Object value = current()[indexes[column]];
        // The schema parses exact numbers as text.
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value;
    }

    @Override
    public @Nullable String defect() {
        return null;
    }

    /** What the rows' columns are called. */
    public static List<String> names(Rows rows) {
        return rows.columns().stream().map(column -> column.name()).toList();
    }

    private @Nullable Object[] current() {
        if (row == null) {
            throw new IllegalStateException("there is no record before the first or after the last one");
        }
        return row;
    }
}

package io.marquee.workhorse.ingestion.csv;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of named fields as records: shows row after row as the one record. */
public final class CsvRecordReader implements RecordReader, SourceRecord {

    private final CsvRows rows;
    private final List<CsvSourceTable.Field> fields;
    private @Nullable CsvRow row;

    /** Reads those rows, which are closed with the reader. */
    public CsvRecordReader(CsvRows rows, List<CsvSourceTable.Field> fields) {
        this.rows = rows;
        this.fields = List.copyOf(fields);
    }

    @Override
    public List<Column> columns() {
        return fields.stream()
                .map(field -> new Column(field.column(), field.label()))
                .toList();
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        row = rows.next();
        return row == null ? null : this;
    }

    @Override
    public long position() {
        return rows.bytesRead();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    @Override
    public long line() {
        return current().line();
    }

    @Override
    public String raw() {
        return current().raw();
    }

    @Override
    public @Nullable Object value(int column) {
        CsvSourceTable.Field field = fields.get(column);
        return field.reading().value(current().field(field.label()));
    }

    @Override
    public @Nullable String defect() {
        return current().problem();
    }

    private CsvRow current() {
        if (row == null) {
            throw new IllegalStateException("there is no record before the first or after the last one");
        }
        return row;
    }
}

package io.marquee.workhorse.adapter.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with delimiters and a header, all values as text. A field with nothing in it is null, one with empty quotes is an
 * empty text. Strict: the first line that is not right ends it.
 */
final class DelimitedRows implements Rows {

    /** Stands for an empty text until the row is given out; no file can hold it, since it is no character. */
    private static final String QUOTED_EMPTY = "\uFFFF";

    private static final FieldModifier MARK_QUOTED_EMPTY = new FieldModifier() {
        @Override
        public String modify(long line, int index, boolean quoted, String field) {
            return quoted && field.isEmpty() ? QUOTED_EMPTY : field;
        }
    };

    private final String origin;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<Column> columns;

    private DelimitedRows(String origin, CsvReader<CsvRecord> reader) throws IOException {
        this.origin = origin;
        this.reader = reader;
        this.records = reader.iterator();
        CsvRecord header = record();
        if (header == null) {
            throw new IOException(origin + " is empty, a header is needed");
        }
        try {
            this.columns = header.getFields().stream()
                    .map(name -> new Column(name.startsWith("\uFEFF") ? name.substring(1) : name, ColumnType.TEXT))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(origin + ": " + e.getMessage(), e);
        }
    }

    static DelimitedRows open(DataFile file, char delimiter, FileOptions options) throws IOException {
        InputStreamReader in = new InputStreamReader(
                file.open(),
                options.encoding()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try {
            return new DelimitedRows(
                    file.origin(),
                    CsvReader.builder()
                            .fieldSeparator(delimiter)
                            .skipEmptyLines(false)
                            .build(CsvRecordHandler.of(handler -> handler.fieldModifier(MARK_QUOTED_EMPTY)), in));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        if (record.getFieldCount() != columns.size()) {
            throw new IOException(origin + ", line " + record.getStartingLineNumber() + ": has "
                    + record.getFieldCount() + " fields, the header has " + columns.size());
        }
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            String field = record.getField(i);
            values[i] = field.isEmpty() ? null : field.equals(QUOTED_EMPTY) ? "" : field;
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private @Nullable CsvRecord record() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new IOException(origin + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IOException(origin + " cannot be read: " + e.getCause().getMessage(), e);
        }
    }
}

package io.marquee.workhorse.adapter.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnValues;
import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV or TSV with a header. Null is a field with nothing in it, an empty text has quotes. Where it is asked for, a
 * text that a spreadsheet would take for a formula gets an apostrophe in front of it, which a spreadsheet does not show.
 */
final class DelimitedWriter implements RowsWriter {

    private static final String FORMULA_STARTS = "=+-@\t\r＝＋－＠";

    private final char delimiter;
    private final FileOptions options;

    DelimitedWriter(char delimiter, FileOptions options) {
        this.delimiter = delimiter;
        this.options = options;
    }

    @Override
    public long write(Rows rows, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(
                out,
                options.encoding()
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(delimiter)
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(text);
        csv.writeRecord(
                rows.columns().stream().map(Column::name).map(this::safe).toList());
        long count = 0;
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            csv.writeRecord(fields(row));
            count++;
        }
        csv.flush();
        return count;
    }

    private @Nullable String[] fields(@Nullable Object[] row) {
        @Nullable String[] fields = new String[row.length];
        for (int i = 0; i < row.length; i++) {
            fields[i] = switch (row[i]) {
                case null -> null;
                case String value -> safe(value);
                case List<?> list -> safe(ColumnValues.text(list));
                case Object value -> ColumnValues.text(value);
            };
        }
        return fields;
    }

    private String safe(String text) {
        boolean formula = options.spreadsheetSafe() && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}

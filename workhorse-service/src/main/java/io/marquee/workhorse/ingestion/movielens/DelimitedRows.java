package io.marquee.workhorse.ingestion.movielens;

import io.marquee.workhorse.ingestion.csv.CsvRow;
import io.marquee.workhorse.ingestion.csv.CsvRows;
import io.marquee.workhorse.ingestion.csv.LineReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lines of the releases before CSV: a separator of one or two characters, no quoting and no header. */
final class DelimitedRows implements CsvRows {

    private final LineReader lines;
    private final String separator;
    private final int width;
    private final Map<String, Integer> columns = new HashMap<>();
    private final UnaryOperator<List<String>> reading;

    /**
     * Rows of those lines.
     *
     * @param width how many fields a line has
     * @param columns names of the fields that {@code reading} gives
     * @param reading makes the named fields of those of a line
     */
    DelimitedRows(
            LineReader lines, String separator, int width, List<String> columns, UnaryOperator<List<String>> reading) {
        this.lines = lines;
        this.separator = separator;
        this.width = width;
        for (String column : columns) {
            this.columns.put(column, this.columns.size());
        }
        this.reading = reading;
    }

    @Override
    public @Nullable CsvRow next() throws IOException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        List<String> fields = split(line);
        if (fields.size() != width) {
            return new CsvRow(
                    lines.lineNumber(),
                    line,
                    List.of(),
                    columns,
                    "has " + fields.size() + (fields.size() == 1 ? " field" : " fields") + ", " + width
                            + " are needed");
        }
        String problem = line.indexOf('\uFFFD') >= 0 ? "is not valid UTF-8" : null;
        return new CsvRow(lines.lineNumber(), line, reading.apply(fields), columns, problem);
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private List<String> split(String line) {
        List<String> fields = new ArrayList<>(width);
        int start = 0;
        for (int end = line.indexOf(separator); end >= 0; end = line.indexOf(separator, start)) {
            fields.add(line.substring(start, end));
            start = end + separator.length();
        }
        fields.add(line.substring(start));
        return fields;
    }
}

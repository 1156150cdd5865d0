package io.marquee.workhorse.ingestion.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.ingestion.csv.LineReader;
import io.marquee.workhorse.ingestion.rows.ColumnMapping;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line as records. A line that is none is given out as a defect and costs only itself. The fields of the
 * first object are the columns; a later object may lack some.
 */
final class JsonLinesReader implements RecordReader, SourceRecord {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});

    private final LineReader lines;
    private final LongSupplier position;
    private final List<ColumnMapping.Position> positions;
    private @Nullable String aheadLine;
    private String line = "";
    private @Nullable Map<String, @Nullable Object> object;

    /** Takes the lines over. */
    JsonLinesReader(LineReader lines, LongSupplier position, ColumnMapping mapping, String name) throws IOException {
        this.lines = lines;
        this.position = position;
        this.aheadLine = nextLine();
        Map<String, @Nullable Object> first = aheadLine == null ? null : parse(aheadLine);
        if (first == null) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    name + ": the first line must be a JSON object, got: " + shown(aheadLine));
        }
        this.positions = mapping.positions(new ArrayList<>(first.keySet()), name);
    }

    @Override
    public List<Column> columns() {
        return positions.stream().map(ColumnMapping.Position::column).toList();
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        String text = aheadLine == null ? nextLine() : aheadLine;
        aheadLine = null;
        if (text == null) {
            return null;
        }
        line = text;
        object = parse(text);
        return this;
    }

    @Override
    public long position() {
        return position.getAsLong();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    @Override
    public long line() {
        return lines.lineNumber();
    }

    @Override
    public String raw() {
        return line;
    }

    @Override
    public @Nullable Object value(int column) {
        if (object == null) {
            throw new IllegalStateException("line " + line() + " has no values");
        }
        Object value = object.get(positions.get(column).column().label());
        return value instanceof BigDecimal number ? number.toPlainString() : value;
    }

    @Override
    public @Nullable String defect() {
        if (line.indexOf('\uFFFD') >= 0) {
            return "is not valid text in its encoding";
        }
        return object == null ? "is not a JSON object" : null;
    }

    private @Nullable String nextLine() throws IOException {
        String text = lines.next();
        while (text != null && text.isBlank()) {
            text = lines.next();
        }
        return text;
    }

    private static @Nullable Map<String, @Nullable Object> parse(String text) throws IOException {
        try {
            return JSON.readValue(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String shown(@Nullable String text) {
        if (text == null) {
            return "nothing";
        }
        return (text.length() <= 100 ? text : text.substring(0, 100) + "…").replaceAll("\\p{Cntrl}", "?");
    }
}

package io.marquee.workhorse.adapter.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.ColumnType;
import io.marquee.workhorse.adapter.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file with one JSON object per line. Its columns are the fields of the first object; a field that a later object does not
 * have is null, one that the first did not have is an error. Strict: the first line that is not right ends it.
 */
final class JsonLinesRows implements Rows {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});

    private final String origin;
    private final BufferedReader lines;
    private final List<Column> columns;
    private @Nullable Map<String, @Nullable Object> ahead;
    private long line;

    private JsonLinesRows(String origin, BufferedReader lines) throws IOException {
        this.origin = origin;
        this.lines = lines;
        this.ahead = object();
        this.columns = ahead == null
                ? List.of()
                : ahead.entrySet().stream()
                        .map(field -> new Column(field.getKey(), type(field.getValue())))
                        .toList();
    }

    static JsonLinesRows open(DataFile file, FileOptions options) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(
                file.open(),
                options.encoding()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            return new JsonLinesRows(file.origin(), lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() throws IOException {
        Map<String, @Nullable Object> object = ahead == null ? object() : ahead;
        ahead = null;
        if (object == null) {
            return null;
        }
        @Nullable Object[] values = new Object[columns.size()];
        int known = 0;
        for (int i = 0; i < values.length; i++) {
            String name = columns.get(i).name();
            known += object.containsKey(name) ? 1 : 0;
            values[i] = object.get(name);
        }
        if (known < object.size()) {
            throw new IOException(origin + ", line " + line + ": has fields that the first line has not");
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private @Nullable Map<String, @Nullable Object> object() throws IOException {
        while (true) {
            String text = lines.readLine();
            if (text == null) {
                return null;
            }
            line++;
            String json = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (json.isBlank()) {
                continue;
            }
            try {
                Map<String, @Nullable Object> object = JSON.readValue(json);
                if (object != null) {
                    return object;
                }
            } catch (JsonProcessingException e) {
                throw new IOException(origin + ", line " + line + ": is not a JSON object", e);
            }
            throw new IOException(origin + ", line " + line + ": is not a JSON object");
        }
    }

    private static ColumnType type(@Nullable Object value) {
        return switch (value) {
            case Integer number -> ColumnType.INTEGER;
            case Long number -> ColumnType.INTEGER;
            case Number number -> ColumnType.DECIMAL;
            case Boolean flag -> ColumnType.BOOLEAN;
            case List<?> list -> ColumnType.TEXT_LIST;
            case null, default -> ColumnType.TEXT;
        };
    }
}

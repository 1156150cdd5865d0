package io.marquee.workhorse.adapter.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.marquee.workhorse.adapter.Column;
import io.marquee.workhorse.adapter.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object per line, with every column in it; times are texts in ISO 8601. */
final class JsonLinesWriter implements RowsWriter {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public long write(Rows rows, OutputStream out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setRootValueSeparator(null);
        List<String> names = rows.columns().stream().map(Column::name).toList();
        long count = 0;
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            json.writeStartObject();
            for (int i = 0; i < row.length; i++) {
                json.writeFieldName(names.get(i));
                value(json, row[i]);
            }
            json.writeEndObject();
            json.writeRaw('\n');
            count++;
        }
        json.flush();
        return count;
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    json.writeString(String.valueOf(element));
                }
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }
}

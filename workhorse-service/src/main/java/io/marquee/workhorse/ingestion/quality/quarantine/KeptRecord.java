package io.marquee.workhorse.ingestion.quality.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refused record as quarantine keeps it: its text for people, and its values by column for a replay, since only the reader
 * of its source could take the text apart again.
 *
 * @param raw as it came, cut after {@value #MAX_CHARS} characters
 * @param cut whether text or values were too long to be kept whole, so that it cannot be replayed
 * @param fields a JSON object of the known values by the schema's columns; null when the record could not be taken apart, or
 *     was too long
 */
public record KeptRecord(String raw, boolean cut, @Nullable String fields) {

    /** Texts and values up to this length are kept whole. */
    public static final int MAX_CHARS = 1 << 16;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is to be kept of a record that its reader has just delivered. */
    public static KeptRecord of(List<RecordReader.Column> columns, SourceRecord record) {
        String raw = storable(record.raw());
        String fields = record.defect() == null ? fields(columns, record) : null;
        boolean cut = raw.length() > MAX_CHARS || fields != null && fields.length() > MAX_CHARS;
        return new KeptRecord(raw.length() > MAX_CHARS ? raw.substring(0, MAX_CHARS) : raw, cut, cut ? null : fields);
    }

    /** Reads what {@link #toJson} has written. */
    public static KeptRecord parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            JsonNode fields = node.get("fields");
            return new KeptRecord(
                    node.get("raw").asText(),
                    node.get("cut").asBoolean(),
                    fields == null ? null : JSON.writeValueAsString(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a kept record: " + json, e);
        }
    }

    /** All of it in one text, for the staging table. */
    public String toJson() {
        try {
            ObjectNode node = JSON.createObjectNode().put("raw", raw).put("cut", cut);
            if (fields != null) {
                node.set("fields", JSON.readTree(fields));
            }
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept record cannot be written as JSON", e);
        }
    }

    private static String fields(List<RecordReader.Column> columns, SourceRecord record) {
        ObjectNode fields = JSON.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
            Object value = record.value(i);
            if (value != null) {
                fields.set(columns.get(i).name(), node(value));
            }
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a refused record cannot be written as JSON", e);
        }
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case Boolean flag -> JSON.getNodeFactory().booleanNode(flag);
            case Long number -> JSON.getNodeFactory().numberNode(number);
            case Integer number -> JSON.getNodeFactory().numberNode(number);
            case BigDecimal number -> JSON.getNodeFactory().numberNode(number);
            case Double number
            when Double.isFinite(number) -> JSON.getNodeFactory().numberNode(number);
            case List<?> list -> {
                ArrayNode array = JSON.createArrayNode();
                list.forEach(part -> array.add(part == null ? null : storable(part.toString())));
                yield array;
            }
            // Times, days and numbers of other kinds are read from their text again.
            default -> JSON.getNodeFactory().textNode(storable(value.toString()));
        };
    }

    /** PostgreSQL's texts cannot hold a NUL. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}

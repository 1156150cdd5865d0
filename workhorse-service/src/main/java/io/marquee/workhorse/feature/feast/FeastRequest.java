package io.marquee.workhorse.feature.feast;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.marquee.contract.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that writes: a JSON object whose fields are asked for by type. {@code NaN} is taken, because pandas
 * writes it for what is missing.
 */
final class FeastRequest {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Map<String, @Nullable Object> fields;

    private FeastRequest(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads the body.
     *
     * @param most bytes that it may have
     * @throws InvalidBody when it is no JSON object
     * @throws ProblemException when it is too large
     */
    static FeastRequest read(InputStream body, int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw FeastErrors.tooLarge(most);
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() == null) {
                throw InvalidBody.notJson(0, "Expecting value");
            }
            Object value = JsonCell.read(json);
            if (json.nextToken() != null) {
                throw InvalidBody.notJson(json.currentLocation().getByteOffset(), "Extra data");
            }
            if (value instanceof Map<?, ?> object) {
                return new FeastRequest(named(object));
            }
            throw InvalidBody.notA("dict_type", "body");
        } catch (JsonProcessingException e) {
            throw InvalidBody.notJson(
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset()), e.getOriginalMessage());
        }
    }

    String text(String field) {
        if (!fields.containsKey(field)) {
            throw InvalidBody.missing(field);
        }
        return optionalText(field, "");
    }

    String optionalText(String field, String absent) {
        Object value = fields.getOrDefault(field, absent);
        if (value instanceof String text) {
            return text;
        }
        throw InvalidBody.notA("string_type", "body", field);
    }

    /** The text, or null where it is absent or null. */
    @Nullable
    String textOrNull(String field) {
        return fields.get(field) == null ? null : text(field);
    }

    boolean flag(String field, boolean absent) {
        Object value = fields.getOrDefault(field, absent);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw InvalidBody.notA("bool_type", "body", field);
    }

    /** A list of text; empty where it is absent or null. */
    List<String> texts(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw InvalidBody.notA("list_type", "body", field);
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw InvalidBody.notA("string_type", "body", field, texts.size());
            }
            texts.add(text);
        }
        return texts;
    }

    /** A table: columns by their names. */
    PushedTable table(String field) {
        if (!fields.containsKey(field)) {
            throw InvalidBody.missing(field);
        }
        if (!(fields.get(field) instanceof Map<?, ?> columns)) {
            throw InvalidBody.notA("dict_type", "body", field);
        }
        Map<String, List<@Nullable Object>> table = new LinkedHashMap<>();
        named(columns).forEach((name, values) -> {
            if (!(values instanceof List<?> list)) {
                throw InvalidBody.notA("list_type", "body", field, name);
            }
            table.put(name, new ArrayList<>(list));
        });
        return new PushedTable(table);
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> object) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        object.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}

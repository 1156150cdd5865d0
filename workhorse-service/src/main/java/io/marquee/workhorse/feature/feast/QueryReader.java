package io.marquee.workhorse.feature.feast;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.marquee.workhorse.feature.serving.OnlineQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code /get-online-features}; the whole of it must be one JSON object. */
final class QueryReader {

    private static final JsonFactory JSON = new JsonFactory();

    private @Nullable String service;
    private List<String> features = List.of();
    private boolean fullNames;
    private @Nullable Map<String, List<@Nullable Object>> entities;

    private QueryReader() {}

    /**
     * Reads a query.
     *
     * @throws InvalidBody when the body is something else
     */
    static OnlineQuery read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                if (json.currentToken() == null) {
                    throw InvalidBody.missing("entities");
                }
                throw InvalidBody.notA("dict_type", "body");
            }
            QueryReader reader = new QueryReader();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                reader.field(json);
            }
            if (json.nextToken() != null) {
                throw InvalidBody.notJson(json.currentLocation().getByteOffset(), "Extra data");
            }
            if (reader.entities == null) {
                throw InvalidBody.missing("entities");
            }
            return new OnlineQuery(reader.service, reader.features, reader.fullNames, reader.entities);
        } catch (JsonProcessingException e) {
            throw InvalidBody.notJson(
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset()), e.getOriginalMessage());
        } catch (IOException e) {
            throw InvalidBody.notJson(0, String.valueOf(e.getMessage()));
        }
    }

    private void field(JsonParser json) throws IOException {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
            case "entities" -> entities = entities(json);
            case "feature_service" -> service = service(json);
            case "features" -> features = features(json);
            case "full_feature_names" -> fullNames = bool(json, name);
            case "include_feature_view_version_metadata" -> bool(json, name);
            // As by Feast, what is not known is passed over.
            default -> json.skipChildren();
        }
    }

    private static @Nullable String service(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw InvalidBody.notA("string_type", "body", "feature_service");
        }
        return json.getText().isEmpty() ? null : json.getText();
    }

    private static List<String> features(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw InvalidBody.notA("list_type", "body", "features");
        }
        List<String> features = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw InvalidBody.notA("string_type", "body", "features", features.size());
            }
            features.add(json.getText());
        }
        return features;
    }

    private static boolean bool(JsonParser json, String name) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw InvalidBody.notA("bool_type", "body", name);
        };
    }

    private static Map<String, List<@Nullable Object>> entities(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InvalidBody.notA("dict_type", "body", "entities");
        }
        Map<String, List<@Nullable Object>> entities = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw InvalidBody.notA("list_type", "body", "entities", name);
            }
            List<@Nullable Object> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                values.add(JsonCell.read(json));
            }
            entities.put(name, values);
        }
        return entities;
    }
}

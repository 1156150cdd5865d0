package io.marquee.controltower.orchestration.airflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marquee.controltower.orchestration.airflow.AirflowException.Fault;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request body read as Airflow's strict models do: all faults are collected, an unknown field is one. */
final class JsonBody {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectNode fields;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Fault> faults = new ArrayList<>();

    private JsonBody(ObjectNode fields) {
        this.fields = fields;
    }

    /**
     * Reads the body.
     *
     * @throws AirflowException when it is not a JSON object
     */
    static JsonBody read(@Nullable String body) {
        if (body == null || body.isBlank()) {
            throw AirflowException.invalid(new Fault("missing", List.of("body"), "Field required", null));
        }
        try {
            JsonNode node = JSON.readTree(body);
            if (node instanceof ObjectNode object) {
                return new JsonBody(object);
            }
            throw AirflowException.invalid(new Fault(
                    "model_attributes_type",
                    List.of("body"),
                    "Input should be a valid dictionary or object to extract fields from",
                    JSON.convertValue(node, Object.class)));
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw AirflowException.invalid(
                    new Fault("json_invalid", List.of("body", at), "JSON decode error", Map.of()));
        }
    }

    @Nullable
    String text(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            fault("string_type", field, "Input should be a valid string", node);
            return null;
        }
        return node.textValue();
    }

    @Nullable
    String text(String field, int longest) {
        String text = text(field);
        if (text != null && text.length() > longest) {
            fault("string_too_long", field, "String should have at most " + longest + " characters", node(field));
        }
        return text;
    }

    boolean flag(String field, boolean whenAbsent) {
        asked.add(field);
        if (!fields.has(field)) {
            return whenAbsent;
        }
        JsonNode node = fields.get(field);
        if (!node.isBoolean()) {
            fault("bool_type", field, "Input should be a valid boolean", node);
            return whenAbsent;
        }
        return node.booleanValue();
    }

    /** As {@link #flag(String, boolean)}, for a field that must be there. */
    boolean requiredFlag(String field) {
        asked.add(field);
        if (!fields.has(field)) {
            fault("missing", field, "Field required", fields);
            return false;
        }
        return flag(field, false);
    }

    /** A time with a zone. */
    @Nullable
    Instant instant(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        String text = node.asText().replace(' ', 'T');
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            boolean naive = isLocal(text);
            fault(
                    naive ? "timezone_aware" : "datetime_from_date_parsing",
                    field,
                    naive ? "Input should have timezone info" : "Input should be a valid datetime or date",
                    node);
            return null;
        }
    }

    /** An object; empty when absent or null. */
    Map<String, Object> object(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return Map.of();
        }
        if (!node.isObject()) {
            fault("dict_type", field, "Input should be a valid dictionary", node);
            return Map.of();
        }
        return JSON.convertValue(node, OBJECT);
    }

    /** Task ids: texts, or pairs of a text and a map index. */
    Set<String> taskIds(String field) {
        JsonNode node = node(field);
        Set<String> ids = new LinkedHashSet<>();
        if (node == null) {
            return ids;
        }
        if (!node.isArray()) {
            fault("list_type", field, "Input should be a valid list", node);
            return ids;
        }
        for (JsonNode element : node) {
            JsonNode id = element.isArray() && element.size() == 2 ? element.get(0) : element;
            if (id.isTextual()) {
                ids.add(id.textValue());
            } else {
                fault("string_type", field, "Input should be a valid string", element);
            }
        }
        if (node.isEmpty()) {
            fault("value_error", field, "task_ids list should have at least 1 element.", node);
        }
        return ids;
    }

    void fault(String type, String field, String message, @Nullable JsonNode input) {
        faults.add(Fault.inBody(type, field, message, input == null ? null : JSON.convertValue(input, Object.class)));
    }

    /**
     * Call when all fields have been read.
     *
     * @throws AirflowException when there were faults, or fields that nobody asked for
     */
    void check() {
        Iterator<Map.Entry<String, JsonNode>> all = fields.properties().iterator();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> field = all.next();
            if (!asked.contains(field.getKey())) {
                fault("extra_forbidden", field.getKey(), "Extra inputs are not permitted", field.getValue());
            }
        }
        if (!faults.isEmpty()) {
            throw AirflowException.invalid(faults);
        }
    }

    private @Nullable JsonNode node(String field) {
        asked.add(field);
        JsonNode node = fields.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private static boolean isLocal(String text) {
        try {
            LocalDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}

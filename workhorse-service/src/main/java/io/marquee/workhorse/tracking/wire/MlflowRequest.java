package io.marquee.workhorse.tracking.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, as JSON body or as query string, read by the rules of MLflow's servers (proto3 JSON over proto2
 * messages): 64-bit integers as numbers or as text, {@code "NaN"} and {@code "Infinity"} as text, unknown fields ignored,
 * {@code null} the same as absent, names in snake case or in camel case. A field of the wrong type is refused; nothing is
 * converted by guessing.
 */
public final class MlflowRequest {

    private static final Pattern NUMBER =
            Pattern.compile("NaN|-?Infinity|-?(?:\\d{1,400}(?:\\.\\d{0,400})?|\\.\\d{1,400})(?:[eE][-+]?\\d{1,4})?");

    private final JsonNode fields;
    private final String place;

    /** @param place what stands before the names of fields in messages: nothing, or for example {@code metrics[0].} */
    private MlflowRequest(JsonNode fields, String place) {
        this.fields = fields;
        this.place = place;
    }

    /** Reads a JSON object; an empty body is an object without fields. */
    public static MlflowRequest ofBody(InputStream body) {
        return new MlflowRequest(RequestBody.read(body), "");
    }

    /** Reads a request that clients send with a body or with a query string. */
    public static MlflowRequest of(UriInfo uri, InputStream body) {
        MlflowRequest request = ofBody(body);
        return request.fields.isEmpty() ? ofQuery(uri.getQueryParameters()) : request;
    }

    /** Reads a query string. */
    public static MlflowRequest ofQuery(MultivaluedMap<String, String> query) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        query.forEach((name, values) -> {
            if (values.size() == 1) {
                fields.put(name, values.getFirst());
            } else {
                values.forEach(fields.withArray("/" + name.replace("~", "~0").replace("/", "~1"))::add);
            }
        });
        return new MlflowRequest(fields, "");
    }

    /** Text that must be there and not be empty. */
    public String required(String name) {
        return filled(name, text(name));
    }

    /** Text that must be there but may be empty. */
    public String requiredOrEmpty(String name) {
        String text = text(name);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    /** Text that must be there under its present name, or under the one that old clients use. */
    public String required(String name, String oldName) {
        String text = text(name);
        return filled(name, text == null || text.isEmpty() ? text(oldName) : text);
    }

    private String filled(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw missing(name);
        }
        return text;
    }

    /** Text, or null when absent. */
    public @Nullable String text(String name) {
        JsonNode node = field(name);
        return node == null ? null : textOf(name, node);
    }

    /** Text, or that when absent. */
    public String textOr(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** All texts of a list; empty when absent. */
    public List<String> texts(String name) {
        JsonNode node = field(name);
        if (node == null) {
            return List.of();
        }
        if (node.isTextual()) {
            return List.of(textOf(name, node));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name, node)) {
            texts.add(textOf(name, element));
        }
        return texts;
    }

    /** A 64-bit integer that must be there. */
    public long requiredNumber(String name) {
        return number(name).orElseThrow(() -> missing(name));
    }

    /** A 64-bit integer. */
    public OptionalLong number(String name) {
        JsonNode node = field(name);
        if (node == null) {
            return OptionalLong.empty();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return OptionalLong.of(node.longValue());
        }
        if (node.isTextual()) {
            try {
                return OptionalLong.of(Long.parseLong(node.textValue()));
            } catch (NumberFormatException e) {
                throw wrong(name, node, "a 64-bit integer");
            }
        }
        throw wrong(name, node, "a 64-bit integer");
    }

    /** A floating-point number that must be there; NaN and the infinities count. */
    public double requiredDouble(String name) {
        JsonNode node = field(name);
        if (node == null) {
            throw missing(name);
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isTextual() && NUMBER.matcher(node.textValue()).matches()) {
            return Double.parseDouble(node.textValue());
        }
        throw wrong(name, node, "a number");
    }

    /** A page size: from 1 to {@code most}. */
    public int limit(String name, int otherwise, int most) {
        long limit = number(name).orElse(otherwise);
        if (limit < 1 || limit > most) {
            throw MlflowException.invalid("Invalid value " + limit + " for parameter '" + place + name
                    + "' supplied. It must be a positive integer of at most " + most + ".");
        }
        return (int) limit;
    }

    /** True or false. */
    public boolean flag(String name, boolean otherwise) {
        JsonNode node = field(name);
        if (node == null) {
            return otherwise;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isTextual()
                && (node.textValue().equals("true") || node.textValue().equals("false"))) {
            return node.textValue().equals("true");
        }
        throw wrong(name, node, "true or false");
    }

    /** One of an enumeration's names. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return Optional.empty();
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return Optional.of(constant);
            }
        }
        throw MlflowException.invalid("Invalid value '" + shown(text) + "' for parameter '" + place + name
                + "' supplied. It must be one of " + List.of(type.getEnumConstants()));
    }

    /** A list of messages; empty when absent. */
    public List<MlflowRequest> messages(String name) {
        JsonNode node = field(name);
        if (node == null) {
            return List.of();
        }
        List<MlflowRequest> messages = new ArrayList<>();
        for (JsonNode element : array(name, node)) {
            if (!element.isObject()) {
                throw wrong(name, element, "a list of objects");
            }
            messages.add(new MlflowRequest(element, place + name + "[" + messages.size() + "]."));
        }
        return messages;
    }

    /** Elements that are text or messages, or a single one; empty when absent. */
    public List<TextOrMessage> textsOrMessages(String name) {
        JsonNode node = field(name);
        if (node == null) {
            return List.of();
        }
        List<TextOrMessage> elements = new ArrayList<>();
        for (JsonNode element : node.isArray() ? node : List.of(node)) {
            elements.add(
                    element.isObject()
                            ? new TextOrMessage.Message(new MlflowRequest(element, place + name + "."))
                            : new TextOrMessage.Text(textOf(name, element)));
        }
        return elements;
    }

    /** A message inside the message, which must be there. */
    public MlflowRequest message(String name) {
        JsonNode node = field(name);
        if (node == null) {
            throw missing(name);
        }
        if (!node.isObject()) {
            throw wrong(name, node, "an object");
        }
        return new MlflowRequest(node, place + name + ".");
    }

    /** A list of tags or parameters; empty when absent. */
    public List<KeyValue> keyValues(String name) {
        return messages(name).stream()
                .map(entry -> new KeyValue(entry.required("key"), entry.textOr("value", "")))
                .toList();
    }

    private @Nullable JsonNode field(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            node = fields.get(camelCase(name));
        }
        return node == null || node.isNull() ? null : node;
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean hump = name.charAt(i) == '_' && i + 1 < name.length();
            camel.append(hump ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }

    private JsonNode array(String name, JsonNode node) {
        if (!node.isArray()) {
            throw wrong(name, node, "a list");
        }
        return node;
    }

    private String textOf(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw wrong(name, node, "text");
        }
        String text = node.textValue();
        if (!StorableText.isStorable(text)) {
            throw MlflowException.invalid("Invalid value for parameter '" + place + name
                    + "' supplied: it holds a character that cannot be stored (NUL or half a surrogate pair)");
        }
        return text;
    }

    /** How to refuse a request in which that is absent. */
    public MlflowException missing(String name) {
        return MlflowException.invalid("Missing value for required parameter '" + place + name
                + "'. See the API docs for more information about request parameters.");
    }

    private MlflowException wrong(String name, JsonNode node, String expected) {
        return MlflowException.invalid("Invalid value " + shown(node.toString()) + " for parameter '" + place + name
                + "' supplied. It must be " + expected + ".");
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}

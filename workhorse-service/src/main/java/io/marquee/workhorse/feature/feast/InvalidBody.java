package io.marquee.workhorse.feature.feast;

import java.util.List;

/** A body that is not what the endpoint takes; told as FastAPI tells it. */
final class InvalidBody extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient List<Object> location;

    /**
     * Describes the fault.
     *
     * @param type pydantic's name of the error
     * @param location steps from {@code body} to the fault: names and numbers
     */
    InvalidBody(String type, String message, List<Object> location) {
        super(message);
        this.type = type;
        this.location = List.copyOf(location);
    }

    static InvalidBody notJson(long offset, String reason) {
        return new InvalidBody("json_invalid", "JSON decode error: " + reason, List.of("body", offset));
    }

    static InvalidBody missing(String field) {
        return new InvalidBody("missing", "Field required", List.of("body", field));
    }

    static InvalidBody notA(String type, Object... location) {
        String noun =
                switch (type) {
                    case "list_type" -> "list";
                    case "dict_type" -> "dictionary";
                    case "string_type" -> "string";
                    case "bool_type" -> "boolean";
                    default -> throw new IllegalArgumentException("unknown type '" + type + "'");
                };
        return new InvalidBody(type, "Input should be a valid " + noun, List.of(location));
    }

    FeastAnswer answer() {
        JsonBytes out = new JsonBytes(256)
                .raw(JsonBytes.ascii("{\"detail\":[{\"type\":"))
                .text(type)
                .raw(JsonBytes.ascii(",\"loc\":["));
        boolean first = true;
        for (Object step : location) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            if (step instanceof Number number) {
                out.number(number.longValue());
            } else {
                out.text(step.toString());
            }
        }
        out.raw(JsonBytes.ascii("],\"msg\":")).text(String.valueOf(getMessage()));
        return FeastAnswer.of(422, out.raw(JsonBytes.ascii("}]}")));
    }
}
